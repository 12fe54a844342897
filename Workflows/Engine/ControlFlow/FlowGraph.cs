using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>An arrow of a flowchart, by the places of its activities; backward when it closes a loop.</summary>
sealed record Connection(int Index, int Source, string Port, int Target, bool Backward);

/// <summary>
/// The arrows of one flowchart, and what follows from them alone. Forward edges are those found breadth-first from
/// the start; an arrow that would close a circle is backward.
/// </summary>
sealed class FlowGraph
{
    readonly List<Connection>[] outbound;
    readonly List<Connection>[] forwardInbound;

    FlowGraph(int start, int count, IReadOnlyList<Connection> connections)
    {
        Start = start;
        Connections = connections;
        outbound = [.. Enumerable.Range(0, count).Select(i => connections.Where(c => c.Source == i).ToList())];
        forwardInbound = [.. Enumerable.Range(0, count).Select(i => connections.Where(c => c.Target == i && !c.Backward).ToList())];
    }

    public int Start { get; }

    public IReadOnlyList<Connection> Connections { get; }

    public IReadOnlyList<Connection> Outbound(int activity) => outbound[activity];

    public IReadOnlyList<Connection> ForwardInbound(int activity) => forwardInbound[activity];

    /// <summary>Whether one activity comes before another on some forward path.</summary>
    public bool IsAncestor(int ancestor, int of)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>([of]);
        while (next.TryPop(out var activity))
            foreach (var connection in forwardInbound[activity])
                if (connection.Source == ancestor)
                    return true;
                else if (seen.Add(connection.Source))
                    next.Push(connection.Source);
        return false;
    }

    /// <summary>Reads and checks the arrows; what is wrong with them is reported, and the graph is then of no use.</summary>
    public static FlowGraph? Read(ActivityNode flowchart, Action<string> report)
    {
        var places = new Dictionary<string, int>();
        foreach (var child in flowchart.Children)
            if (!places.TryAdd(child.Id, child.Index))
                report($"the id '{child.Id}' is used twice");
        if (StartOf(flowchart, places, report) is not { } start)
            return null;
        var arrows = ReadArrows(flowchart, places, report).ToList();
        var order = Depths(start, arrows);
        var connections = arrows.Select((arrow, index) => new Connection(
            index, arrow.Source, arrow.Port, arrow.Target, Backward: ClosesLoop(arrow, arrows, start, order))).ToList();
        var graph = new FlowGraph(start, flowchart.Children.Count, connections);
        foreach (var problem in FlowGraphChecks.Problems(flowchart, graph))
            report(problem);
        return graph;
    }

    static int? StartOf(ActivityNode flowchart, Dictionary<string, int> places, Action<string> report)
    {
        if (flowchart.Json.TryGetProperty("start", out var named) && named.ValueKind == JsonValueKind.String)
        {
            if (places.TryGetValue(named.GetString()!, out var place))
                return place;
            report($"start: there is no activity '{named.GetString()}'{Words.DidYouMean(named.GetString()!, places.Keys)}");
            return null;
        }
        var starts = flowchart.Children.Where(child => child.Activity is Start).ToList();
        if (starts.Count == 1)
            return starts[0].Index;
        report(starts.Count == 0
            ? "nothing says where it starts; put in an Elsa.Start"
            : $"it starts at {starts.Count} places; keep one Elsa.Start");
        return null;
    }

    static IEnumerable<(int Source, string Port, int Target)> ReadArrows(
        ActivityNode flowchart, Dictionary<string, int> places, Action<string> report)
    {
        if (!flowchart.Json.TryGetProperty("connections", out var list) || list.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var json in list.EnumerateArray())
        {
            var (source, port) = End(json, "source", "sourcePort");
            var (target, _) = End(json, "target", "targetPort");
            if (!places.TryGetValue(source, out var from))
                report($"connections: there is no activity '{source}'{Words.DidYouMean(source, places.Keys)}");
            else if (!places.TryGetValue(target, out var to))
                report($"connections: '{source}' leads to '{target}', which doesn't exist{Words.DidYouMean(target, places.Keys)}");
            else
                yield return (from, port ?? "Done", to);
        }
    }

    // Older files have flat ends: "source": "a", "sourcePort": "Done".
    static (string Activity, string? Port) End(JsonElement connection, string end, string flatPort)
    {
        if (!connection.TryGetProperty(end, out var json))
            return ("", null);
        if (json.ValueKind == JsonValueKind.String)
            return (json.GetString()!, Text(connection, flatPort));
        return json.ValueKind == JsonValueKind.Object ? (Text(json, "activity") ?? "", Text(json, "port")) : ("", null);

        static string? Text(JsonElement json, string property) =>
            json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    static Dictionary<int, int> Depths(int start, List<(int Source, string Port, int Target)> arrows)
    {
        var depths = new Dictionary<int, int> { [start] = 0 };
        var next = new Queue<int>([start]);
        while (next.TryDequeue(out var activity))
            foreach (var (_, _, target) in arrows.Where(arrow => arrow.Source == activity))
                if (depths.TryAdd(target, depths[activity] + 1))
                    next.Enqueue(target);
        return depths;
    }

    // An arrow to somewhere that already had to be passed on the way here goes back; any other goes forward.
    static bool ClosesLoop(
        (int Source, string Port, int Target) arrow, List<(int Source, string Port, int Target)> arrows, int start, Dictionary<int, int> reached) =>
        reached.ContainsKey(arrow.Source) && Dominates(arrow.Target, arrow.Source, arrows, start);

    internal static bool Dominates(int gate, int activity, List<(int Source, string Port, int Target)> arrows, int start)
    {
        if (gate == activity || gate == start)
            return true;
        return !Depths(start, [.. arrows.Where(arrow => arrow.Source != gate && arrow.Target != gate)]).ContainsKey(activity);
    }
}
