using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>What a plan would do with every live instance, counted by where they stand. Nothing is written for it.</summary>
public sealed class MigrationForecast
{
    const int AtOnce = 2_000;

    readonly Dictionary<string, InstanceClass> classes = [];
    readonly Dictionary<string, long> steps = [];
    readonly Dictionary<string, long> arrows = [];

    MigrationForecast(MigrationMap map) => Map = map;

    public MigrationMap Map { get; }

    /// <summary>Instances that run the old version.</summary>
    public long Live => classes.Values.Sum(one => one.Count);

    /// <summary>Those that the plan can move.</summary>
    public long Movable => classes.Values.Where(one => one.Problems.Count == 0).Sum(one => one.Count);

    /// <summary>Those that stand at the same places and have the same problems; the largest first.</summary>
    public IReadOnlyList<InstanceClass> Classes =>
        [.. classes.Values.OrderByDescending(one => one.Count).ThenBy(one => one.ExampleId, StringComparer.Ordinal)];

    /// <summary>
    /// Node ids of the old version at which instances stand, or containers that aren't where they were, with how many.
    /// </summary>
    public IReadOnlyDictionary<string, long> Steps => steps;

    /// <summary>Arrows that were followed to a step that waits for other branches, with how many instances.</summary>
    public IReadOnlyDictionary<string, long> Arrows => arrows;

    /// <summary>What must be mapped before the plan is taken (T83).</summary>
    public IReadOnlyList<MigrationProblem> Unmapped =>
        [.. classes.Values.SelectMany(one => one.Problems).Where(problem => problem.IsUnmapped)
            .DistinctBy(problem => problem.Place)];

    internal static async Task<MigrationForecast> OfAsync(Database database, MigrationMap map)
    {
        var forecast = new MigrationForecast(map);
        var after = "";
        while (await forecast.AddAsync(database, after) is { } last)
            after = last;
        return forecast;
    }

    async Task<string?> AddAsync(Database database, string after)
    {
        var range = new Range(Map.From.DefinitionId, Map.From.Version, after, "", AtOnce);
        var rows = await database.QueryAsync<Row>(
            """
            select id, status, state from instances where definition_id = @DefinitionId and version = @Version
            and status in ('Suspended', 'Faulted') and id > @After order by id limit @AtOnce
            """, range);
        if (rows.Count == 0)
            return null;
        var last = rows[^1].Id;
        var occupied = (await database.QueryAsync<Occupied>(OccupiedPlaces.InRange, range with { Last = last }))
            .ToLookup(place => place.InstanceId);
        foreach (var row in rows)
            Add(row, [.. occupied[row.Id]]);
        return last;
    }

    void Add(Row row, IReadOnlyList<Occupied> occupied)
    {
        var state = InstanceState.Read(row.State);
        var places = occupied.Select(place => place.NodeId).Order(StringComparer.Ordinal).ToList();
        var followed = state.Scopes.SelectMany(scope => Followed(scope.Key, scope.Value)).Order(StringComparer.Ordinal).ToList();
        foreach (var step in places.Concat(state.Scopes.Keys.Where(IsDisplaced)).Distinct())
            steps[step] = steps.GetValueOrDefault(step) + 1;
        foreach (var arrow in followed)
            arrows[arrow] = arrows.GetValueOrDefault(arrow) + 1;
        var problems = MigrationTranslation.Of(Map, state, occupied).Problems;
        var key = string.Join('\n',
            [.. places, "", .. followed, "", .. problems.Select(problem => problem.Code + problem.Place)]);
        var known = classes.GetValueOrDefault(key) ?? new InstanceClass(places, followed, 0, 0, row.Id, problems);
        classes[key] = known with { Count = known.Count + 1, Faulted = known.Faulted + (row.Status == Instance.Faulted ? 1 : 0) };
    }

    IEnumerable<string> Followed(string container, Scope scope) =>
        scope.Arrived.Count > 0 && Map.From.Nodes.TryGetValue(container, out var node) && node.Structure is FlowGraph graph
            ? scope.Arrived.Select(index => MigrationMap.NameOf(node, graph.Connections[index]))
            : [];

    bool IsDisplaced(string container) =>
        Map.From.Nodes.TryGetValue(container, out var node) && node.Parent is not null && Map.Same(node) is null;

    sealed record Range(string DefinitionId, int Version, string After, string Last, int AtOnce);

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string Status { get; init; } = "";
        public string State { get; init; } = "";
    }
}

/// <summary>Instances alike in where they stand and in what keeps them from moving.</summary>
/// <param name="Steps">Node ids of the old version.</param>
/// <param name="Arrows">Followed to a step that waits for other branches.</param>
/// <param name="Faulted">How many of them have an open incident.</param>
public sealed record InstanceClass(
    IReadOnlyList<string> Steps, IReadOnlyList<string> Arrows, long Count, long Faulted, string ExampleId,
    IReadOnlyList<MigrationProblem> Problems);

/// <summary>Reads where instances stand.</summary>
static class OccupiedPlaces
{
    public const string InRange =
        """
        select b.id as bookmark_id, b.instance_id, b.node_id, b.kind from bookmarks b join instances i on i.id = b.instance_id
        where b.instance_id > @After and b.instance_id <= @Last and i.definition_id = @DefinitionId and i.version = @Version
        union all select n.bookmark_id, n.instance_id, n.node_id, n.bookmark_kind
        from incidents n join instances i on i.id = n.instance_id
        where n.instance_id > @After and n.instance_id <= @Last and i.definition_id = @DefinitionId and i.version = @Version
        and n.resolved_at is null
        """;

    public static Task<IReadOnlyList<Occupied>> OfAsync(Transaction transaction, string id) => transaction.QueryAsync<Occupied>(
        """
        select id as bookmark_id, instance_id, node_id, kind from bookmarks where instance_id = @id
        union all select bookmark_id, instance_id, node_id, bookmark_kind from incidents where instance_id = @id
        and resolved_at is null
        """, new { id });
}
