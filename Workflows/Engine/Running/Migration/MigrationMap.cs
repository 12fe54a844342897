using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>Where a step or an arrow of one version stands in another, by a plan.</summary>
public sealed class MigrationMap(WorkflowDefinition from, WorkflowDefinition to, MigrationPlan plan)
{
    public WorkflowDefinition From => from;

    public WorkflowDefinition To => to;

    /// <summary>Steps of the new version that an instance at this one may be sent to: those of its type.</summary>
    public IEnumerable<ActivityNode> Candidates(ActivityNode old) => to.Nodes.Values.Where(node => node.Type == old.Type);

    /// <summary>The step that stays the same without a word: the same id in the same place, of the same type.</summary>
    public ActivityNode? Same(ActivityNode old)
    {
        var same = old.Parent is null ? to.Root : StandsFor(old.Parent)?.Children.FirstOrDefault(child => child.Id == old.Id);
        return same?.Type == old.Type ? same : null;
    }

    /// <summary>
    /// What a designer most likely means for a step that isn't where it was: its only namesake of the same type.
    /// </summary>
    public ActivityNode? Likely(ActivityNode old) =>
        Same(old) ?? (Candidates(old).Where(node => node.Id == old.Id).ToList() is [var only] ? only : null);

    /// <summary>Where an instance at this step goes on; null with a problem when that isn't clear.</summary>
    internal ActivityNode? TargetOf(ActivityNode old, List<MigrationProblem> problems)
    {
        if (plan.Steps.GetValueOrDefault(old.NodeId) == MigrationPlan.Stay)
            problems.Add(MigrationProblems.LeftBehind(old.NodeId));
        else if (Chosen(old) is { } chosen && chosen.Type != old.Type)
            problems.Add(MigrationProblems.OfOtherType(old, chosen));
        else if (StandsFor(old) is { } target)
            return target;
        else
            problems.Add(MigrationProblems.Gone(old, to.Version));
        return null;
    }

    /// <summary>The arrows of the new version that may stand for one that leads to this step, as a plan names them.</summary>
    public IEnumerable<string> ArrowsInto(ActivityNode oldTarget) =>
        StandsFor(oldTarget) is { Parent.Structure: FlowGraph graph } target
            ? graph.Connections.Where(connection => connection.Target == target.Index)
                .Select(connection => NameOf(target.Parent!, connection))
            : [];

    /// <summary>The arrow that stands for one that was followed; null with a problem when that isn't clear.</summary>
    internal int? TargetOf(ActivityNode flowchart, Connection arrow, List<MigrationProblem> problems)
    {
        var name = NameOf(flowchart, arrow);
        var chosen = plan.Arrows.GetValueOrDefault(name);
        if (chosen == MigrationPlan.Stay)
        {
            problems.Add(MigrationProblems.LeftBehind(name));
            return null;
        }
        var (source, target) = (StandsFor(flowchart.Children[arrow.Source]), StandsFor(flowchart.Children[arrow.Target]));
        var found = StandsFor(flowchart) is { Structure: FlowGraph graph } container
            ? graph.Connections.FirstOrDefault(connection => container.Children[connection.Target] == target && (chosen is null
                ? container.Children[connection.Source] == source && connection.Port == arrow.Port
                : NameOf(container, connection) == chosen))
            : null;
        if (found is null)
            problems.Add(MigrationProblems.NoSuchArrow(name, to.Version));
        return found?.Index;
    }

    /// <summary>How a plan names an arrow: "root:review.Approved -> root:decide".</summary>
    internal static string NameOf(ActivityNode flowchart, Connection arrow) =>
        $"{flowchart.Children[arrow.Source].NodeId}.{arrow.Port} -> {flowchart.Children[arrow.Target].NodeId}";

    internal ActivityNode? StandsFor(ActivityNode old) =>
        plan.Steps.ContainsKey(old.NodeId) ? Chosen(old) is { } chosen && chosen.Type == old.Type ? chosen : null : Same(old);

    ActivityNode? Chosen(ActivityNode old) =>
        plan.Steps.TryGetValue(old.NodeId, out var id) ? to.Nodes.GetValueOrDefault(id) : null;
}
