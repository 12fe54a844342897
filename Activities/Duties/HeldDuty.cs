using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Duties;

/// <summary>Somebody holds a duty in an organisation.</summary>
public sealed class HeldDuty
{
    public const string NoCredential = "none";
    public const string Confirmed = "confirmed";
    public const string Issued = "issued";

    public string Id { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string Duty { get; init; } = "";
    public string PersonId { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public DateTimeOffset AssignedAt { get; init; }
    public string Credential { get; init; } = "";

    public static Task<IReadOnlyList<HeldDuty>> OfAsync(Database database, string organisation) =>
        database.QueryAsync<HeldDuty>(Query, new { organisation });

    public static Task<IReadOnlyList<HeldDuty>> OfAsync(Transaction transaction, string organisation) =>
        transaction.QueryAsync<HeldDuty>(Query, new { organisation });

    const string Query =
        """
        select d.id, d.organisation_code, d.duty, d.person_id, d.assigned_at, d.credential, p.name_en,
            p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th
        from duties d join people p on p.id = d.person_id
        where d.organisation_code = @organisation and d.ended_at is null order by d.duty
        """;
}
