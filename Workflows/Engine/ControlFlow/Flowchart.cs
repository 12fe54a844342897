using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>
/// Elsa's flowchart: a step with several arrows into it runs once at least one was followed and nothing under way can
/// still come to it. So every merge waits for the branches that are really under way, and none hangs on one not taken.
/// Without loops this is Elsa's counting with dead-path elimination. With loops Elsa's counts go wrong: it takes an exit
/// for dead while the loop may still leave by it, so a merge runs too early, or never.
/// </summary>
[Described("ผังงาน", "Flowchart",
    "ขั้นตอนที่ต่อกันด้วยลูกศร",
    "Steps joined by arrows.", ActivityCategory.Flow)]
public sealed class Flowchart : Container
{
    public override string Type => "Elsa.Flowchart";

    public override IReadOnlyCollection<string> Words => ["activities", "connections", "start"];

    public override IEnumerable<(string Slot, JsonElement Child)> ChildrenIn(JsonElement json) => ListIn(json, "activities");

    internal override IEnumerable<DefinitionProblem> MisplacedIn(JsonElement json) => NotLists(json, "activities", "connections");

    internal override object? Prepare(ActivityNode node, Action<DefinitionProblem> report) => FlowGraph.Read(node, report);

    internal override Task EnterAsync(Burst burst, ActivityNode node)
    {
        burst.OpenScope(node);
        burst.Schedule(node.Children[((FlowGraph)node.Structure!).Start]);
        return Task.CompletedTask;
    }

    internal override async Task ChildCompletedAsync(
        Burst burst, ActivityNode node, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        var scope = burst.ScopeOf(node);
        var graph = (FlowGraph)node.Structure!;
        scope.Running.Remove(child.Index);
        if (child.Activity.IsTerminal)
            await CancelAsync(burst, node, scope, _ => true);
        else
            await FollowAsync(burst, node, graph, scope,
                graph.Outbound(child.Index).Where(connection => outcomes.Contains(connection.Port)));
        if (scope.Running.Count == 0)
            await burst.CompleteAsync(node, ["Done"]);
    }

    static async Task FollowAsync(
        Burst burst, ActivityNode node, FlowGraph graph, Scope scope, IEnumerable<Connection> followed)
    {
        foreach (var connection in followed.Where(connection => !scope.Arrived.Contains(connection.Index)))
            scope.Arrived.Add(connection.Index);
        while (NextDecided(node, graph, scope) is { } decided)
        {
            var arrived = scope.Arrived.Select(index => graph.Connections[index])
                .Where(connection => connection.Target == decided).ToList();
            scope.Arrived.RemoveAll(index => graph.Connections[index].Target == decided);
            if (MayRun(node, graph, decided, arrived))
                await RunAsync(burst, node, graph, scope, decided);
        }
        if (scope is { Running.Count: 0, Arrived.Count: > 0 })
            throw new InvalidOperationException($"In '{node.Title}' steps wait for each other: " +
                string.Join(
                    ", ", scope.Arrived.Select(index => $"'{node.Children[graph.Connections[index].Target].Title}'").Distinct()));
    }

    static int? NextDecided(ActivityNode node, FlowGraph graph, Scope scope)
    {
        foreach (var connection in scope.Arrived.Select(index => graph.Connections[index]))
            if (IsDecided(node, graph, scope, connection))
                return connection.Target;
        return null;
    }

    /// <summary>Whether an arrow that was followed has nothing left to wait for; never so between two bursts.</summary>
    internal static bool IsAnyDecided(ActivityNode node, Scope scope) =>
        NextDecided(node, (FlowGraph)node.Structure!, scope) is not null;

    static bool IsDecided(ActivityNode node, FlowGraph graph, Scope scope, Connection arrived)
    {
        var target = arrived.Target;
        // A step is under way once at a time; who comes meanwhile has to wait, and then it runs again.
        if (scope.Running.Contains(target))
            return false;
        if (arrived.Backward || graph.ForwardInbound(target).Count == 1
            || FlowJoin.ModeOf(node.Children[target]) == FlowJoin.WaitAny)
            return true;
        return !scope.Running.Any(running => graph.CanReach(running, target))
            && !scope.Arrived.Any(index => graph.CanReach(graph.Connections[index].Target, target));
    }

    static bool MayRun(ActivityNode node, FlowGraph graph, int activity, List<Connection> arrived) =>
        FlowJoin.ModeOf(node.Children[activity]) != FlowJoin.WaitAll
        || arrived.Any(connection => connection.Backward)
        || graph.ForwardInbound(activity).All(arrived.Contains);

    static async Task RunAsync(Burst burst, ActivityNode node, FlowGraph graph, Scope scope, int activity)
    {
        if (node.Children[activity].Activity is FlowJoin)
        {
            // Who lost the race to a join is over, and so is what only waited to go there.
            await CancelAsync(burst, node, scope, running => graph.CanReach(running, activity));
            scope.Arrived.RemoveAll(index => graph.CanReach(graph.Connections[index].Target, activity));
        }
        burst.Schedule(node.Children[activity]);
    }

    static async Task CancelAsync(Burst burst, ActivityNode node, Scope scope, Predicate<int> which)
    {
        foreach (var running in scope.Running.FindAll(which))
        {
            scope.Running.Remove(running);
            await burst.CancelAsync(node.Children[running]);
        }
    }
}
