using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>One after another; a terminal child ends it early.</summary>
[Described("ลำดับ", "Sequence",
    "ทำทีละขั้นตามลำดับ",
    "One step after another.", ActivityCategory.Flow)]
public sealed class Sequence : Container
{
    public override string Type => "Elsa.Sequence";

    public override IReadOnlyCollection<string> Words => ["activities"];

    public override IEnumerable<(string Slot, JsonElement Child)> ChildrenIn(JsonElement json) => ListIn(json, "activities");

    internal override IEnumerable<DefinitionProblem> MisplacedIn(JsonElement json) => NotLists(json, "activities");

    internal override Task EnterAsync(Burst burst, ActivityNode node)
    {
        burst.OpenScope(node);
        return GoOnAsync(burst, node, next: 0);
    }

    internal override Task ChildCompletedAsync(Burst burst, ActivityNode node, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        burst.ScopeOf(node).Running.Remove(child.Index);
        return GoOnAsync(burst, node, child.Activity.IsTerminal ? node.Children.Count : child.Index + 1);
    }

    static Task GoOnAsync(Burst burst, ActivityNode node, int next)
    {
        if (next >= node.Children.Count)
            return burst.CompleteAsync(node, ["Done"]);
        burst.Schedule(node.Children[next]);
        return Task.CompletedTask;
    }
}
