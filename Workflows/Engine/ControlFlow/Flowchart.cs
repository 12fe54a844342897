using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>
/// Elsa's flowchart with its counting semantics: a step runs when all its inbound arrows have been visited and at least
/// one was followed; a step none of whose arrows was followed is skipped, and the skip travels on (dead-path
/// elimination). So every merge waits for the branches that are really under way, and none hangs on one not taken.
/// </summary>
public sealed class Flowchart : Container
{
    public override string Type => "Elsa.Flowchart";

    public override IReadOnlyCollection<string> Words => ["activities", "connections", "start"];

    public override IEnumerable<(string Slot, JsonElement Child)> ChildrenIn(JsonElement json) => ListIn(json, "activities");

    internal override object? Prepare(ActivityNode node, Action<string> report) => FlowGraph.Read(node, report);

    internal override Task EnterAsync(Burst burst, ActivityNode node)
    {
        var graph = (FlowGraph)node.Structure!;
        var scope = burst.OpenScope(node, node.Children.Count, graph.Connections.Count);
        return RunAsync(burst, node, graph, scope, graph.Start, backward: false);
    }

    internal override async Task ChildCompletedAsync(Burst burst, ActivityNode node, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        var scope = burst.ScopeOf(node);
        scope.Running.Remove(child.Index);
        if (child.Activity.IsTerminal)
        {
            foreach (var running in scope.Running)
                await burst.CancelAsync(node.Children[running]);
            await burst.CompleteAsync(node, ["Done"]);
            return;
        }
        await LeaveAsync(burst, node, (FlowGraph)node.Structure!, scope, child.Index, outcomes);
        if (scope.Running.Count == 0)
            await burst.CompleteAsync(node, ["Done"]);
    }

    /// <summary>Visits what leads away from a step that is over, and from every step that is skipped because of it.</summary>
    static async Task LeaveAsync(
        Burst burst, ActivityNode node, FlowGraph graph, Scope scope, int activity, IReadOnlyList<string> outcomes)
    {
        var leaving = new Queue<(int Activity, IReadOnlyList<string> Outcomes)>([(activity, outcomes)]);
        while (leaving.TryDequeue(out var left))
            foreach (var connection in graph.Outbound(left.Activity))
            {
                var followed = left.Outcomes.Contains(connection.Port);
                scope.Visit(connection.Index, followed);
                switch (Decide(node, graph, scope, connection, followed))
                {
                    case Decision.Run:
                        await RunAsync(burst, node, graph, scope, connection.Target, connection.Backward);
                        break;
                    case Decision.Skip:
                        scope.Visits[connection.Target]++;
                        leaving.Enqueue((connection.Target, []));
                        break;
                }
            }
    }

    static Decision Decide(ActivityNode node, FlowGraph graph, Scope scope, Connection connection, bool followed)
    {
        if (connection.Backward)
            return followed ? Decision.Run : Decision.Nothing;
        var target = connection.Target;
        if (scope.VisitsOf(connection.Index) <= scope.Visits[target])
            return Decision.Nothing;
        var inbound = graph.ForwardInbound(target);
        var mode = FlowJoin.ModeOf(node.Children[target]);
        if (mode == FlowJoin.WaitAny && followed)
            return Decision.Run;
        if (inbound.Any(other => scope.VisitsOf(other.Index) <= scope.Visits[target]))
            return Decision.Nothing;
        var run = mode == FlowJoin.WaitAll
            ? inbound.All(other => scope.WasFollowed(other.Index))
            : inbound.Any(other => scope.WasFollowed(other.Index));
        return run ? Decision.Run : Decision.Skip;
    }

    static async Task RunAsync(Burst burst, ActivityNode node, FlowGraph graph, Scope scope, int activity, bool backward)
    {
        // A step entered again through a loop isn't counted: so what follows it is visited once more than it ran.
        if (!backward)
            scope.Visits[activity]++;
        var child = node.Children[activity];
        if (child.Activity is FlowJoin)
            await CancelAncestorsAsync(burst, node, graph, scope, activity);
        burst.Schedule(child);
    }

    // Who lost the race to a join is over; what only it led to is skipped.
    static async Task CancelAncestorsAsync(Burst burst, ActivityNode node, FlowGraph graph, Scope scope, int join)
    {
        foreach (var running in scope.Running.Where(running => graph.IsAncestor(running, join)).ToList())
        {
            scope.Running.Remove(running);
            await burst.CancelAsync(node.Children[running]);
            await LeaveAsync(burst, node, graph, scope, running, []);
        }
    }

    enum Decision
    {
        Nothing,
        Run,
        Skip,
    }
}
