using System.Text.Json.Nodes;

namespace WorkflowHost.Activities.Publishing;

/// <summary>An arrow of a flowchart, as the text has it; its ends may be missing in a draft.</summary>
public sealed record StepArrow(string SourceId, string Port, string TargetId, DefinitionStep? Source, DefinitionStep? Target)
{
    public string SourceTitle => Source?.Title ?? SourceId;

    public string TargetTitle => Target?.Title ?? TargetId;

    internal (string, string, string) Key => (SourceId, Port, TargetId);

    public static List<StepArrow> AllOf(DefinitionStep flowchart)
    {
        var steps = DefinitionStep.ChildrenOf(flowchart).ToLookup(step => step.Id);
        return [.. (flowchart.Json["connections"] as JsonArray ?? []).OfType<JsonObject>().Select(arrow =>
        {
            var (source, port) = End(arrow, "source");
            var (target, _) = End(arrow, "target");
            return new StepArrow(source, port ?? "Done", target, steps[source].FirstOrDefault(), steps[target].FirstOrDefault());
        })];
    }

    // Older files have flat ends: "source": "a", "sourcePort": "Done".
    static (string Activity, string? Port) End(JsonObject arrow, string end) => arrow[end] is JsonObject inner
        ? (DefinitionStep.Text(inner["activity"]) ?? "", DefinitionStep.Text(inner["port"]))
        : (DefinitionStep.Text(arrow[end]) ?? "", DefinitionStep.Text(arrow[end + "Port"]));
}
