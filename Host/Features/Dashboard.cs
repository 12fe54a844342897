using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features;

/// <summary>
/// What waits for somebody, and how their organisations stand. A few indexed reads, whatever the size of the country.
/// </summary>
public sealed class Dashboard(Database database, Filing filing, CurrentActor current, TimeProvider clock)
{
    const int FirstTasks = 5;

    // One person may hold two of a task's roles; the task is theirs once.
    const string Mine =
        """
        from tasks t where t.closed_at is null and (t.person_id is null or t.person_id = @PersonId) and exists (
            select 1 from memberships m where m.person_id = @PersonId and m.organisation_code = t.organisation_code
              and ' ' || t.role || ' ' like '% ' || m.role || ' %' and m.valid_from <= @now
                and (m.valid_to is null or m.valid_to > @now))
          and t.organisation_code in @organisations
        """;

    public async Task<(long Count, IReadOnlyList<Waiting> First)> TasksAsync()
    {
        var mine = new
        {
            current.Actor.PersonId,
            now = clock.GetUtcNow(),
            organisations = current.Actor.Memberships.Select(membership => membership.OrganisationCode).Distinct().ToList(),
            FirstTasks,
        };
        if (mine.organisations.Count == 0)
            return (0, []);
        return (await database.FirstAsync<long>("select count(*) " + Mine, mine), await database.QueryAsync<Waiting>(
            $"""
            select w.id, w.kind, w.title_th, w.title_en, coalesce(w.shown_due_at, w.due_at) as due_at, w.opened_at, w.request_id,
                r.reference,
              o.short_name_th as organisation_th, o.name_en as organisation_en
            from (select t.* {Mine} order by case when t.due_at is null then 1 else 0 end, t.due_at, t.id limit @FirstTasks) w
            left join requests r on r.id = w.request_id left join rights g on g.id = w.right_id
            left join organisations o on o.code = coalesce(r.organisation_code, g.organisation_code, w.about_code)
            order by case when w.due_at is null then 1 else 0 end, w.due_at, w.id
            """, mine));
    }

    /// <summary>The covered organisations in which this person files, with their seats.</summary>
    public async Task<IReadOnlyList<(Organisation Organisation, SeatTable Seats)>> SeatsAsync()
    {
        var mine = current.Actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count == 0)
            return [];
        var rules = await filing.RulesAsync();
        var all = new List<(Organisation, SeatTable)>();
        foreach (var organisation in await database.QueryAsync<Organisation>(
            "select * from organisations where code in @mine order by code", new { mine }))
            if (rules.CoveredTypes.Contains(organisation.Type))
                all.Add((organisation,
                    await SeatTable.OfAsync(database, organisation.Code, rules.Systems[0], rules.SeatsOf(organisation.Type))));
        return all;
    }

    /// <summary>A coordinator's organisations in numbers; null for everybody else.</summary>
    public async Task<Numbers?> NumbersAsync()
    {
        var path = current.Actor.Memberships.FirstOrDefault(membership => membership.Role == Role.Coordinator)?.Path;
        if (path is null)
            return null;
        var rules = await filing.RulesAsync();
        var rows = await database.QueryAsync<Held>(
            """
            select o.type, (select count(*) from rights r where r.system = @system and r.organisation_code = o.code
                and r.valid_to is null and r.suspended_at is null) as count
            from organisations o where o.path >= @path and o.path < @end and o.type in @types
            """, new { system = rules.Systems[0], path, end = path.TrimEnd('/') + "0", types = rules.CoveredTypes });
        var requests = await database.FirstAsync<Open>(
            """
            select count(*) as all_open, coalesce(sum(case when t.due_at < @now then 1 else 0 end), 0) as late
            from organisations o join requests r on r.organisation_code = o.code
            left join tasks t on t.request_id = r.id and t.closed_at is null
            where o.path >= @path and o.path < @end and r.closed_at is null
            """, new { path, end = path.TrimEnd('/') + "0", now = clock.GetUtcNow() });
        var complete = rows.Count(row => row.Count >= Math.Max(1, rules.SeatsOf(row.Type)));
        var none = rows.Count(row => row.Count == 0);
        return new Numbers(rows.Count, complete, rows.Count - complete - none, none, requests!.AllOpen, requests.Late);
    }

    /// <summary>How many organisations have all their seats, some, or none; and the open requests.</summary>
    public sealed record Numbers(int Organisations, int Complete, int Some, int None, long OpenRequests, long Late);

    /// <summary>A task that waits.</summary>
    public sealed class Waiting
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? TitleTh { get; init; }
        public string? TitleEn { get; init; }
        public DateTimeOffset? DueAt { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public string? RequestId { get; init; }
        public string? Reference { get; init; }
        public string? OrganisationTh { get; init; }
        public string? OrganisationEn { get; init; }
    }

    sealed class Held
    {
        public string Type { get; init; } = "";
        public long Count { get; init; }
    }

    sealed class Open
    {
        public long AllOpen { get; init; }
        public long Late { get; init; }
    }
}
