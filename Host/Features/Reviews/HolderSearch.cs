using System.Globalization;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>Finds who holds a right in a system, by what an operator knows of them: a name, a seat, or the right.</summary>
public sealed class HolderSearch(Database database)
{
    public const int Most = 20;

    /// <param name="typed">
    /// Part of a name; "3990102/1" for a seat; an organisation's code for all of its seats; the id of the right or the person.
    /// </param>
    public async Task<IReadOnlyList<Holder>> FindAsync(string system, string typed)
    {
        typed = typed.Trim();
        if (typed.Length == 0)
            return [];
        var exact = await database.QueryAsync<Holder>(
            Holder.Query + " and (r.person_id = @typed or r.id = @typed or r.organisation_code = @office"
                + " and (@seat = 0 or r.seat = @seat)) order by r.organisation_code, r.seat limit @Most",
            new { system, typed, office = OfficeIn(typed), seat = SeatIn(typed), Most });
        return exact.Count > 0 ? exact : await database.QueryAsync<Holder>(
            Holder.Query
                + " and (p.given_name_th || ' ' || p.family_name_th like @text escape '!'"
                + " or lower(p.name_en) like @text escape '!')"
                + " order by r.organisation_code, r.seat limit @Most",
            new { system, text = LikeText.Containing(typed), Most });
    }

    static string OfficeIn(string typed) => typed.Split('/')[0].Trim();

    static long SeatIn(string typed) => typed.Split('/') is [_, var seat]
        && long.TryParse(seat.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>Somebody who holds a right now.</summary>
public sealed class Holder
{
    public const string Query =
        """
        select r.person_id, r.organisation_code, r.seat, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th,
            p.name_en, o.name_th as office_th, o.name_en as office_en
        from rights r join people p on p.id = r.person_id join organisations o on o.code = r.organisation_code
        where r.system = @system and r.valid_to is null
        """;

    public string PersonId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public long Seat { get; init; }
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string OfficeTh { get; init; } = "";
    public string OfficeEn { get; init; } = "";
}
