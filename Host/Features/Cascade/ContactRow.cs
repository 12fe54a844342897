using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>Whom to call in a unit: those who keep its register and those who lead it. Telephone numbers are not in the
/// data.</summary>
public sealed class ContactRow
{
    public string OrganisationCode { get; init; } = "";
    public string Role { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Email { get; init; } = "";

    public static Task<IReadOnlyList<ContactRow>> OfAsync(Database database, IReadOnlyList<string> units, DateTimeOffset now) =>
        database.QueryAsync<ContactRow>(
            """
            select m.organisation_code, m.role, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th,
            p.name_en, p.email
            from memberships m join people p on p.id = m.person_id
            where m.organisation_code in @units and m.role in ('clerk', 'executive', 'officer')
            and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
            order by m.organisation_code, case m.role when 'clerk' then 0 when 'executive' then 1 else 2 end, p.id
            """, new { units, now });
}
