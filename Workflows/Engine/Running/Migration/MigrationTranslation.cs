using System.Text.Json;
using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>
/// Puts the state of one instance into the places of another version. Which containers are entered follows from the steps it
/// stands at; the arrows already followed are carried over one by one. Nothing is run: a move that would set something off is
/// a problem.
/// </summary>
sealed class MigrationTranslation
{
    readonly MigrationMap map;
    readonly List<MigrationProblem> problems = [];
    readonly Dictionary<string, Scope> scopes = [];
    readonly Dictionary<string, string> places = [];

    MigrationTranslation(MigrationMap map) => this.map = map;

    /// <summary>Why it can't be moved; empty when it can.</summary>
    public IReadOnlyList<MigrationProblem> Problems => problems;

    /// <summary>Bookmark id → new node id.</summary>
    public IReadOnlyDictionary<string, string> Places => places;

    /// <summary>The running containers of the new version.</summary>
    public IReadOnlyDictionary<string, Scope> Scopes => scopes;

    public static MigrationTranslation Of(MigrationMap map, InstanceState state, IReadOnlyList<Occupied> occupied)
    {
        var translation = new MigrationTranslation(map);
        translation.Place(occupied);
        if (translation.problems.Count == 0)
            translation.CarryArrows(state);
        if (translation.problems.Count == 0)
            translation.CheckFlow();
        translation.CheckVariables(state);
        return translation;
    }

    void Place(IReadOnlyList<Occupied> occupied)
    {
        foreach (var place in occupied)
            if (!map.From.Nodes.TryGetValue(place.NodeId, out var old))
                problems.Add(MigrationProblems.NotInDefinition(place.NodeId, map.From.Version));
            else if (map.TargetOf(old, problems) is { } target)
            {
                if (place.Waits)
                    CheckSettled(old, target);
                places[place.BookmarkId] = target.NodeId;
                Enter(target);
            }
        foreach (var twice in places.Values.GroupBy(node => node)
            .Where(group => group.Count() > 1 || scopes.ContainsKey(group.Key)))
            problems.Add(MigrationProblems.TwoToOne(twice.Key));
    }

    void Enter(ActivityNode target)
    {
        for (var node = target; node.Parent is { } container; node = container)
        {
            if (!scopes.TryGetValue(container.NodeId, out var scope))
                scopes[container.NodeId] = scope = new Scope();
            if (!scope.Running.Contains(node.Index))
                scope.Running.Add(node.Index);
        }
    }

    void CheckSettled(ActivityNode old, ActivityNode target) => problems.AddRange(SettingChange.Between(old, target)
        .Where(change => old.Activity.SettledInputs.Contains(change.Input))
        .Select(change => MigrationProblems.OtherSetting(old, target, change.Input)));

    void CarryArrows(InstanceState state)
    {
        foreach (var (nodeId, scope) in state.Scopes.Where(scope => scope.Value.Arrived.Count > 0))
        {
            var old = map.From.Nodes[nodeId];
            var arrows = scope.Arrived.Select(index => ((FlowGraph)old.Structure!).Connections[index])
                .Select(arrow => map.TargetOf(old, arrow, problems)).OfType<int>().Distinct().ToList();
            if (map.StandsFor(old) is { } container && scopes.TryGetValue(container.NodeId, out var entered))
                entered.Arrived.AddRange(arrows);
            else
                problems.Add(MigrationProblems.ContainerClosed(old));
        }
    }

    void CheckFlow()
    {
        foreach (var (nodeId, scope) in scopes)
            if (map.To.Nodes[nodeId] is var container && container.Activity is not Flowchart)
            {
                if (scope.Running.Count > 1)
                    problems.Add(MigrationProblems.OneAtATime(container));
            }
            else if (Flowchart.IsAnyDecided(container, scope))
                problems.Add(MigrationProblems.MergeDue(container));
    }

    // A value that the new version doesn't know is kept aside, for the way back.
    void CheckVariables(InstanceState state)
    {
        foreach (var (id, value) in state.Variables)
            if (value is not null && map.From.VariableById(id) is { } old && map.To.VariableById(id) is { } target
                && old.TypeName != target.TypeName && !ReadsAlike(target, value))
                problems.Add(MigrationProblems.OfVariable(old, target));
    }

    static bool ReadsAlike(Variable target, object value)
    {
        try
        {
            return JsonSerializer.Serialize(
                JsonValues.AsStored(Conversions.ToVariable(target.TypeName, value))) == JsonSerializer.Serialize(value);
        }
        catch (Exception fault) when (fault is UnreadableException or JsonException)
        {
            return false;
        }
    }
}
