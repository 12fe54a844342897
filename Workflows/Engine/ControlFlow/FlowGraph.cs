using System.Collections.Concurrent;
using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>An arrow of a flowchart, by the places of its activities; backward when it closes a loop.</summary>
sealed record Connection(int Index, int Source, string Port, int Target, bool Backward);

/// <summary>
/// The arrows of one flowchart, and what follows from them alone. An arrow to a step that lies on every way from the
/// start to the arrow's own source closes a loop and is backward; any other goes forward.
/// </summary>
sealed class FlowGraph
{
    readonly ILookup<int, Connection> outbound;
    readonly ILookup<int, Connection> inbound;
    readonly List<Connection>[] forwardInbound;
    readonly Dictionary<int, HashSet<int>> loops;
    readonly ConcurrentDictionary<int, HashSet<int>> before = new();

    FlowGraph(int start, int count, IReadOnlyList<Connection> connections)
    {
        Start = start;
        Connections = connections;
        outbound = connections.ToLookup(connection => connection.Source);
        inbound = connections.ToLookup(connection => connection.Target);
        forwardInbound =
            [.. Enumerable.Range(0, count).Select(i => inbound[i].Where(connection => !connection.Backward).ToList())];
        loops = connections.Where(connection => connection.Backward).GroupBy(connection => connection.Target)
            .ToDictionary(loop => loop.Key, loop => LoopOf(loop.Key, loop.Select(connection => connection.Source)));
    }

    public int Start { get; }

    public IReadOnlyList<Connection> Connections { get; }

    public IEnumerable<Connection> Outbound(int activity) => outbound[activity];

    public IReadOnlyList<Connection> ForwardInbound(int activity) => forwardInbound[activity];

    /// <summary>
    /// Whether what is under way at one step can still come to another in the same round: forward, or once more through
    /// a loop that the other is not part of.
    /// </summary>
    public bool CanReach(int activity, int target) => before.GetOrAdd(target, ReachedFrom).Contains(activity);

    HashSet<int> ReachedFrom(int target) => Upstream([target], stop: target,
        connection => !(connection.Backward && loops[connection.Target].Contains(target)));

    // The head of a loop, and all that leads to an arrow back to it without passing the head.
    HashSet<int> LoopOf(int head, IEnumerable<int> latches)
    {
        var body = latches.Where(latch => latch != head).ToHashSet();
        body.UnionWith(Upstream(body, stop: head, _ => true));
        body.Add(head);
        return body;
    }

    HashSet<int> Upstream(IEnumerable<int> from, int stop, Func<Connection, bool> follow)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>(from);
        while (next.TryPop(out var activity))
            foreach (var connection in inbound[activity].Where(follow))
                if (connection.Source != stop && seen.Add(connection.Source))
                    next.Push(connection.Source);
        return seen;
    }

    /// <summary>Reads and checks the arrows; what is wrong with them is reported, and the graph is then of no use.</summary>
    public static FlowGraph? Read(ActivityNode flowchart, Action<DefinitionProblem> report)
    {
        var places = new Dictionary<string, int>();
        foreach (var child in flowchart.Children)
            if (!places.TryAdd(child.Id, child.Index))
                report(new DefinitionProblem($"ใช้รหัส '{child.Id}' ซ้ำ", $"the id '{child.Id}' is used twice"));
        var loose = new LooseArrows(flowchart, places);
        var arrows = ReadArrows(flowchart, places, loose, report).ToList();
        if (StartOf(flowchart, places, arrows.Select(arrow => arrow.Target).Concat(loose.Entered).ToHashSet(), loose.Any,
            report) is not { } start)
            return null;
        var graph = new FlowGraph(start, flowchart.Children.Count, Directed(start, arrows));
        foreach (var problem in FlowGraphChecks.Problems(flowchart, graph, loose))
            report(problem);
        return graph;
    }

    // Elsa's order, without its last resorts, which depend on the order in which Studio happened to save.
    static int? StartOf(
        ActivityNode flowchart, Dictionary<string, int> places, HashSet<int> followed, bool mayBeUnread,
        Action<DefinitionProblem> report)
    {
        if (flowchart.Json.TryGetProperty("start", out var named) && named.ValueKind == JsonValueKind.String)
        {
            if (places.TryGetValue(named.GetString()!, out var place))
                return place;
            report(new DefinitionProblem($"จุดเริ่ม: ไม่มีขั้นตอน '{named.GetString()}'",
                $"start: there is no activity '{named.GetString()}'{Words.DidYouMean(named.GetString()!, places.Keys)}"));
            return null;
        }
        List<ActivityNode>[] candidates =
        [
            [.. flowchart.Children.Where(child => child.Activity is Start)],
            [.. flowchart.Children.Where(child => JsonText.IsTrue(child.Json, "customProperties", "canStartWorkflow"))],
            [.. flowchart.Children.Where(child => !followed.Contains(child.Index))],
        ];
        var starts = candidates.FirstOrDefault(some => some.Count > 0) ?? [];
        if (starts.Count == 1)
            return starts[0].Index;
        if (starts.Count == 0 && mayBeUnread)
            return null;
        report(starts.Count == 0
            ? new DefinitionProblem(
                "ไม่มีจุดเริ่ม ให้วางขั้นตอน เริ่ม (Start)", "nothing says where it starts; put in an Elsa.Start")
            : new DefinitionProblem($"มีจุดเริ่ม {starts.Count} แห่ง ({Names(starts)}) ให้เหลือแห่งเดียว",
                $"it starts at {starts.Count} places ({Names(starts)}); keep one Elsa.Start"));
        return null;
    }

    static string Names(IEnumerable<ActivityNode> nodes) => string.Join(", ", nodes.Select(node => $"'{node.Id}'"));

    static IEnumerable<(int Source, string Port, int Target)> ReadArrows(
        ActivityNode flowchart, Dictionary<string, int> places, LooseArrows loose, Action<DefinitionProblem> report)
    {
        if (!flowchart.Json.TryGetProperty("connections", out var list) || list.ValueKind != JsonValueKind.Array)
            yield break;
        var drawn = new HashSet<(int, string, int)>();
        foreach (var json in list.EnumerateArray())
        {
            var (source, port) = End(json, "source", "sourcePort");
            var (target, _) = End(json, "target", "targetPort");
            if (loose.Takes(source, port ?? "Done", target))
                continue;
            if (!places.TryGetValue(source, out var from))
                report(new DefinitionProblem($"เส้นเชื่อมออกจากขั้นตอนที่ไม่มี ('{source}')",
                    $"connections: there is no activity '{source}'{Words.DidYouMean(source, places.Keys)}"));
            else if (!places.TryGetValue(target, out var to))
                report(About(from, $"เส้นเชื่อมไปยังขั้นตอนที่ไม่มี ('{target}')",
                    $"connections: '{source}' leads to '{target}', which doesn't exist{Words.DidYouMean(target, places.Keys)}"));
            else if (!drawn.Add((from, port ?? "Done", to)))
                report(About(from,
                    $"มีเส้นเชื่อมซ้ำจากทางออก '{port ?? "Done"}' ไปยัง \"{flowchart.Children[to].Title}\" ให้ลบออกเส้นหนึ่ง",
                    $"connections: '{source}' leads from '{port ?? "Done"}' to '{target}' twice; take one out"));
            else
                yield return (from, port ?? "Done", to);
        }

        DefinitionProblem About(int child, string thai, string english) =>
            FlowGraphChecks.About(flowchart.Children[child], thai, english);
    }

    // Older files have flat ends: "source": "a", "sourcePort": "Done".
    static (string Activity, string? Port) End(JsonElement connection, string end, string flatPort)
    {
        if (connection.ValueKind != JsonValueKind.Object || !connection.TryGetProperty(end, out var json))
            return ("", null);
        if (json.ValueKind == JsonValueKind.String)
            return (json.GetString()!, Text(connection, flatPort));
        return json.ValueKind == JsonValueKind.Object ? (Text(json, "activity") ?? "", Text(json, "port")) : ("", null);

        static string? Text(JsonElement json, string property) =>
            json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    static List<Connection> Directed(int start, List<(int Source, string Port, int Target)> arrows)
    {
        var leading = arrows.ToLookup(arrow => arrow.Source, arrow => arrow.Target);
        var reached = Reached(start, leading, without: -1);
        var reachedWithout = new Dictionary<int, HashSet<int>>();
        return [.. arrows.Select((arrow, index) =>
            new Connection(
                index, arrow.Source, arrow.Port, arrow.Target, Backward: reached.Contains(arrow.Source) && ClosesLoop(arrow)))];

        bool ClosesLoop((int Source, string Port, int Target) arrow)
        {
            if (arrow.Target == arrow.Source || arrow.Target == start)
                return true;
            if (!reachedWithout.TryGetValue(arrow.Target, out var others))
                reachedWithout[arrow.Target] = others = Reached(start, leading, without: arrow.Target);
            return !others.Contains(arrow.Source);
        }
    }

    static HashSet<int> Reached(int start, ILookup<int, int> leading, int without)
    {
        var reached = new HashSet<int> { start };
        var next = new Stack<int>([start]);
        while (next.TryPop(out var activity))
            foreach (var target in leading[activity])
                if (target != without && reached.Add(target))
                    next.Push(target);
        return reached;
    }
}
