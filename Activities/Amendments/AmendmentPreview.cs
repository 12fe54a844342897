using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Activities.Amendments;

/// <summary>What an amendment would do, before it does anything (T81).</summary>
/// <param name="States">Cases under way by the step they wait at.</param>
/// <param name="Decided">Cases that are over; they stay untouched.</param>
/// <param name="Deadlines">Open deadlines by the day they have and the day they get.</param>
/// <param name="Told">How many people would hear of it.</param>
/// <param name="Closed">Cases that would end.</param>
/// <param name="Rights">Rights that would end.</param>
/// <param name="Added">Organisations that would be started.</param>
public sealed record AmendmentPreview(
    IReadOnlyList<WaitingCases> States, long Decided, IReadOnlyList<DeadlineDifference> Deadlines, long Told, long Closed,
    long Rights, long Added)
{
    public long Cases { get; private init; }

    /// <summary>What the plan of the migration would do with all instances of the old version; null without one.</summary>
    public MigrationForecast? Migration { get; init; }

    public static async Task<AmendmentPreview> OfAsync(Database database, DefinitionStore definitions, string circular,
        AmendmentChanges changes, bool withdraws, DateTimeOffset now)
    {
        var systems = changes.EndsRights ? await RunningCases.SystemsAsync(database, definitions, circular) : [];
        var counted = new AmendmentCounts(database, circular, changes, withdraws, systems, now);
        return new AmendmentPreview(await StatesAsync(database, definitions, circular), await counted.DecidedAsync(),
            await DifferencesAsync(database, changes, now), await counted.ToldAsync(), await counted.ClosedAsync(),
            changes.EndsRights ? await counted.RightsAsync() : 0, changes.Adds ? await counted.AddedAsync() : 0)
        {
            Cases = await database.FirstAsync<long>($"select count(*) from ({RunningCases.Query}) c", RunningCases.Of(circular)),
        };
    }

    static async Task<IReadOnlyList<WaitingCases>> StatesAsync(Database database, DefinitionStore definitions, string circular)
    {
        var rows = await database.QueryAsync<StateRow>(
            $"""
            select i.definition_id, i.version, b.node_id, count(distinct i.id) as number
            from ({RunningCases.Query}) c join instances i on i.id = c.id join bookmarks b on b.instance_id = i.id
            group by i.definition_id, i.version, b.node_id order by number desc, i.definition_id, b.node_id
            """, RunningCases.Of(circular));
        var states = new List<WaitingCases>();
        foreach (var row in rows)
        {
            var definition = await definitions.GetAsync(row.DefinitionId, (int)row.Version);
            states.Add(new WaitingCases(definition.Name, (int)row.Version,
                definition.Nodes.TryGetValue(row.NodeId, out var node) ? node.Title : row.NodeId, row.Number));
        }
        return states;
    }

    static async Task<IReadOnlyList<DeadlineDifference>> DifferencesAsync(
        Database database, AmendmentChanges changes, DateTimeOffset now)
    {
        var differences = new List<DeadlineDifference>();
        foreach (var change in changes.Dates.Where(change => change.From is not null))
            foreach (var row in await database.QueryAsync<DueRow>(
                """
                select d.due_at, t.shown_due_at, t.shown_by, count(*) as number from deadlines d join tasks t on t.id = d.task_id
                where d.basis = @Key and d.state = 'open' group by d.due_at, t.shown_due_at, t.shown_by
                order by d.due_at, t.shown_due_at
                """, new { change.Key }))
                differences.Add(
                    new DeadlineDifference(change.Key, row.Number, row.DueAt, row.DueAt <= now ? row.DueAt : change.To)
                    {
                        EarlierAt = row.ShownDueAt,
                        EarlierBy = row.ShownBy,
                    });
        return differences;
    }

    sealed class StateRow
    {
        public string DefinitionId { get; init; } = "";
        public long Version { get; init; }
        public string NodeId { get; init; } = "";
        public long Number { get; init; }
    }

    sealed class DueRow
    {
        public DateTimeOffset DueAt { get; init; }
        public DateTimeOffset? ShownDueAt { get; init; }
        public string? ShownBy { get; init; }
        public long Number { get; init; }
    }
}

/// <summary>Cases that wait at one step.</summary>
public sealed record WaitingCases(string Definition, int Version, string Step, long Number);

/// <summary>Open deadlines that are alike: the enforced day they have and the one they get (UTC).</summary>
public sealed record DeadlineDifference(string Key, long Number, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>An earlier day that a province or district stated; it stays, unless the new one is earlier still.</summary>
    public DateTimeOffset? EarlierAt { get; init; }

    public string? EarlierBy { get; init; }

    /// <summary>It has passed, and a past deadline never moves.</summary>
    public bool HasPassed => From == To;
}
