using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>A place where cases stay for ever, and how many did.</summary>
/// <param name="Kind">"incident", "endless-loop", "nobody-in-office", "refused", "event-never-comes", "no-cut-off" or
/// "stands-still".</param>
/// <param name="Title">The words on the step's box.</param>
/// <param name="Example">One of the cases.</param>
/// <param name="Detail">The incident's message, the event's name, the refusal's code, the inbox.</param>
public sealed record DeadEnd(string Kind, string Definition, string Step, string Title, int Cases, string Example, string Detail)
{
    /// <summary>True where somebody's silence stays unnoticed; all others keep a case from ending whatever people do.</summary>
    public bool IsWarning => Kind == "no-cut-off";
}

/// <summary>Looks for cases that neither ended nor wait for anybody who can answer, or for a time that will come.</summary>
sealed class DeadEnds(SimulatedWorld world, Answering answering, Happenings happenings)
{
    public async Task<IReadOnlyList<DeadEnd>> FindAsync()
    {
        var found = happenings.Loops.Select(loop => new Found("endless-loop", loop.Case, loop.Step, "")).ToList();
        foreach (var row in await world.Database.QueryAsync<Row>(
            """
            select i.id as instance_id, coalesce(n.node_id, b.node_id) as node_id, b.id as bookmark_id, b.due_at, b.event_name,
                n.message, t.role, t.organisation_code, t.person_id, t.due_at as task_due_at, (select count(*) from instances c
                    where c.parent_bookmark_id = b.id and c.status not in ('Finished', 'Cancelled')) as children
            from instances i left join bookmarks b on b.instance_id = i.id
            left join incidents n on n.instance_id = i.id and n.resolved_at is null left join tasks t on t.id = b.id
            where i.status not in ('Finished', 'Cancelled') order by i.id, b.id
            """))
            if (Kind(row) is var (kind, detail))
                found.Add(await FoundAsync(row, kind, detail));
        return [.. found.GroupBy(one => (one.Kind, one.Case.Definition, one.Step.Id, one.Detail)).Select(group => new DeadEnd(
            group.Key.Kind, group.Key.Definition, group.Key.Id, group.First().Step.Title, group.Count(), group.First().Case.Name,
            group.Key.Detail))];
    }

    (string Kind, string Detail)? Kind(Row row) => row switch
    {
        { Message: { } message } => ("incident", message),
        { BookmarkId: null } => ("stands-still", ""),
        { Role: { } roles } => KindOfTask(row, roles),
        { DueAt: not null } or { Children: > 0 } => null,
        // What an event is about stands after a colon; the same wait of many organisations is one dead end.
        { EventName: { } name } => ("event-never-comes", name.Split(':')[0]),
        _ => ("stands-still", ""),
    };

    (string Kind, string Detail)? KindOfTask(Row row, string roles)
    {
        var inbox = $"{roles}@{row.OrganisationCode}";
        if (row.PersonId is null && world.Cast.Candidates(row.OrganisationCode!, roles.Split(' '), null).Count == 0)
            return ("nobody-in-office", inbox);
        if (answering.RefusalOf(row.BookmarkId!) is { } refusal)
            return ("refused", refusal);
        // An event may still end it, such as a right that ends; a clock will not.
        return answering.IsSilent(row.BookmarkId!) && row.TaskDueAt is null && row.DueAt is null ? ("no-cut-off", roles) : null;
    }

    async Task<Found> FoundAsync(Row row, string kind, string detail)
    {
        var about = world.Narrator.CaseOf(row.InstanceId);
        var definition = await world.Definitions.PublishedAsync(about.Definition);
        return new Found(kind, about, row.NodeId is { } node ? definition.Nodes[node] : definition.Root, detail);
    }

    sealed record Found(string Kind, Case Case, ActivityNode Step, string Detail);

    sealed class Row
    {
        public string InstanceId { get; init; } = "";
        public string? NodeId { get; init; }
        public string? BookmarkId { get; init; }
        public DateTimeOffset? DueAt { get; init; }
        public string? EventName { get; init; }
        public string? Message { get; init; }
        public string? Role { get; init; }
        public string? OrganisationCode { get; init; }
        public string? PersonId { get; init; }
        public DateTimeOffset? TaskDueAt { get; init; }
        public long Children { get; init; }
    }
}
