using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>
/// What a designer forgets: an outcome that leads nowhere would end the request as if all were well, an unreachable
/// step never happens, a loop in which nothing waits never ends.
/// </summary>
static class FlowGraphChecks
{
    public static IEnumerable<DefinitionProblem> Problems(ActivityNode flowchart, FlowGraph graph, LooseArrows loose)
    {
        var reached = Reached(graph);
        foreach (var child in flowchart.Children.Where(child => !loose.Any && !reached.Contains(child.Index)))
            yield return About(child, "ไม่มีทางมาถึงขั้นตอนนี้ ให้เชื่อมเส้นเข้าหรือลบออก",
                $"'{child.Id}' is never reached; connect it or take it out");
        foreach (var child in flowchart.Children)
            foreach (var problem in OutcomeProblems(graph, child, loose))
                yield return problem;
        foreach (var circle in ForwardCircle(flowchart, graph))
            yield return circle;
        if (EndlessLoop(flowchart, graph) is { } loop)
            yield return About(loop, "วงวนที่ผ่านขั้นตอนนี้ไม่เคยหยุดรอ ให้มีขั้นตอนที่รอคนหรือรอวันอยู่ในวง",
                $"the loop through '{loop.Id}' never waits; put a step into it that waits for a person or a date");
    }

    static IEnumerable<DefinitionProblem> OutcomeProblems(FlowGraph graph, ActivityNode child, LooseArrows loose)
    {
        var outcomes = child.Activity.IsTerminal ? [] : child.Activity.OutcomesOf(child);
        var ports = graph.Outbound(child.Index).Select(connection => connection.Port).ToHashSet();
        foreach (var port in ports.Where(port => !outcomes.Contains(port)))
            yield return child.Activity.IsTerminal
                ? About(child, "ขั้นตอนนี้จบกระบวนการ จึงมีเส้นเชื่อมต่อไปไม่ได้",
                    $"connections: '{child.Id}' ends the flow; nothing can follow it")
                : About(child,
                    $"ไม่มีทางออก '{port}'{Words.OrPerhaps(port, outcomes)} ให้ลบเส้นเชื่อมนั้นหรือเชื่อมจากทางออกที่มี",
                    $"connections: '{child.Id}' never ends in '{port}'{Words.DidYouMean(port, outcomes)}");
        if (MayBeLast(child, outcomes))
            yield break;
        foreach (var outcome in outcomes.Where(outcome => !ports.Contains(outcome) && !loose.Follows(child.Index, outcome)))
            yield return About(child, $"ทางออก '{outcome}' ไม่มีขั้นตอนต่อ ถ้าจบตรงนั้นให้เชื่อมไปที่ จบ (End)",
                $"nothing follows '{outcome}' of '{child.Id}'; connect it to the end if the branch stops there");
    }

    // Elsa's own steps with one way out may end a branch, as they do in Elsa. With several, a forgotten arrow would pass for
    // an end; and a step of ours does something that somebody waits for.
    static bool MayBeLast(ActivityNode child, IReadOnlyList<string> outcomes) =>
        outcomes.Count == 1 && child.Type.StartsWith("Elsa.", StringComparison.Ordinal);

    // Reported at the flowchart, whose arrows these are; told of the step, where a designer looks.
    public static DefinitionProblem About(ActivityNode child, string thai, string english) =>
        new(thai, english) { ActivityId = child.Id, Title = child.Title };

    static HashSet<int> Reached(FlowGraph graph)
    {
        var reached = new HashSet<int> { graph.Start };
        var next = new Stack<int>([graph.Start]);
        while (next.TryPop(out var activity))
            foreach (var connection in graph.Outbound(activity))
                if (reached.Add(connection.Target))
                    next.Push(connection.Target);
        return reached;
    }

    // A loop may be entered at one place only: its first step lies on every path from the start into the loop.
    static IEnumerable<DefinitionProblem> ForwardCircle(ActivityNode flowchart, FlowGraph graph)
    {
        if (Circle(flowchart, graph, connection => !connection.Backward, _ => true) is { } circle)
            yield return About(circle, "วงวนที่ผ่านขั้นตอนนี้มีทางเข้ามากกว่าหนึ่งทาง ให้ทุกทางเข้าผ่านขั้นตอนเดียวกัน",
                $"the loop through '{circle.Id}' can be entered at more than one place; "
                    + "let every way into it pass the same step");
    }

    static ActivityNode? EndlessLoop(ActivityNode flowchart, FlowGraph graph) =>
        Circle(flowchart, graph, _ => true, child => !MayWait(child));

    static bool MayWait(ActivityNode node) => node.Activity is Container ? node.Children.Any(MayWait) : node.Activity.Waits;

    static ActivityNode? Circle(
        ActivityNode flowchart, FlowGraph graph, Func<Connection, bool> follow, Func<ActivityNode, bool> through)
    {
        var state = new int[flowchart.Children.Count];
        foreach (var child in flowchart.Children)
            if (Visit(child.Index) is { } found)
                return found;
        return null;

        ActivityNode? Visit(int activity)
        {
            if (state[activity] == 2 || !through(flowchart.Children[activity]))
                return null;
            if (state[activity] == 1)
                return flowchart.Children[activity];
            state[activity] = 1;
            foreach (var connection in graph.Outbound(activity).Where(follow))
                if (Visit(connection.Target) is { } found)
                    return found;
            state[activity] = 2;
            return null;
        }
    }
}
