using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rights;

/// <summary>A covered organisation in which nobody can use the system now (left open 2: warn at 0).</summary>
public sealed class EmptyOrganisation
{
    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Type { get; init; } = "";

    /// <summary>Rights that are suspended; they can come back.</summary>
    public long Suspended { get; init; }

    /// <summary>Requests that are under way.</summary>
    public long Asked { get; init; }

    /// <summary>
    /// Lists them by code, after <paramref name="afterCode"/>, below <paramref name="path"/> in the tree, of the types that
    /// are covered on that day.
    /// </summary>
    public static Task<IReadOnlyList<EmptyOrganisation>> ListAsync(Database database, string system, IEnumerable<string> coveredTypes,
        string path, DateTimeOffset at, string afterCode = "", int take = 100) => database.QueryAsync<EmptyOrganisation>(
        """
        select o.code, o.name_th, o.name_en, t.type,
            (select count(*) from rights r where r.system = @system and r.organisation_code = o.code
                and r.valid_to is null and r.suspended_at is not null) as suspended,
            (select count(*) from requests q where q.system = @system and q.organisation_code = o.code and q.closed_at is null) as asked
        from organisations o join organisation_types t on t.organisation_code = o.code
            and t.valid_from <= @day and (t.valid_to is null or t.valid_to > @day)
        where o.code > @afterCode and o.path >= @path and o.path < @pathEnd and @types like '% ' || t.type || ' %'
        and not exists (select 1 from rights r where r.system = @system and r.organisation_code = o.code
            and r.valid_to is null and r.suspended_at is null)
        order by o.code limit @take
        """,
        // No code holds a tilde, which comes after every letter and digit.
        new { system, types = $" {string.Join(' ', coveredTypes)} ", path, pathEnd = path + "~", day = ThaiDate.BangkokDate(at), afterCode, take });
}
