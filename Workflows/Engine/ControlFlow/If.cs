using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>Does what stands under <c>then</c> or <c>else</c>; a missing branch is done at once.</summary>
[Described("ถ้า … แล้ว", "If",
    "ทำขั้นตอนในช่องแล้ว หรือในช่องมิฉะนั้น ตามเงื่อนไข",
    "Does what stands under Then or under Else.", ActivityCategory.Flow)]
[Slot("Then", "แล้ว", "Then")]
[Slot("Else", "มิฉะนั้น", "Else")]
[Output("Result", "ผลของเงื่อนไข", "What the condition gave")]
public sealed class If : Container
{
    public sealed record Values([Input("เงื่อนไข", "Condition", Syntax = "JavaScript")] object? Condition);

    public override string Type => "Elsa.If";

    public override Type SettingsType => typeof(Values);

    public override IReadOnlyList<string> Outputs => ["Result"];

    public override IReadOnlyCollection<string> Words => ["then", "else"];

    public override IEnumerable<(string Slot, JsonElement Child)> ChildrenIn(JsonElement json)
    {
        foreach (var slot in Words)
            if (json.TryGetProperty(slot, out var child) && child.ValueKind == JsonValueKind.Object)
                yield return (slot, child);
    }

    internal override IEnumerable<DefinitionProblem> MisplacedIn(JsonElement json) => Words
        .Where(slot => json.TryGetProperty(slot, out var child)
            && child.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        .Select(slot => new DefinitionProblem($"'{slot}' ต้องเป็นขั้นตอน", $"'{slot}' is not an activity"));

    internal override object Prepare(ActivityNode node, Action<DefinitionProblem> report) =>
        ChildrenIn(node.Json).Zip(node.Children, (stored, child) => (stored.Slot, child))
            .ToDictionary(pair => pair.Slot, pair => pair.child);

    internal override Task EnterAsync(Burst burst, ActivityNode node)
    {
        burst.OpenScope(node);
        var condition = Conversions.ToCondition(((Values)burst.SettingsOf(node)).Condition);
        if (!((Dictionary<string, ActivityNode>)node.Structure!).TryGetValue(condition ? "then" : "else", out var branch))
            return burst.CompleteAsync(node, ["Done"]);
        burst.Schedule(branch);
        return Task.CompletedTask;
    }

    internal override Task ChildCompletedAsync(Burst burst, ActivityNode node, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        burst.ScopeOf(node).Running.Remove(child.Index);
        return burst.CompleteAsync(node, ["Done"]);
    }
}
