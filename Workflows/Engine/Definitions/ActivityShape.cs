using System.Text.Json;
using WorkflowHost.Engine.ControlFlow;

namespace WorkflowHost.Engine.Definitions;

/// <summary>Tells a stored activity's own words from its inputs and outputs: all lie side by side in Elsa's JSON.</summary>
static class ActivityShape
{
    static readonly HashSet<string> Words =
    [
        "id", "nodeId", "name", "type", "version", "metadata", "customProperties", "variables",
        // Bookkeeping of older Elsa versions, without a meaning for what runs.
        "applicationProperties", "canStartWorkflow", "runAsynchronously", "source", "line", "strategy", "autoBlockingThreshold",
    ];

    public static bool IsOwnWord(string property, Activity activity) =>
        Words.Contains(property) || (activity is Container container && container.Words.Contains(property));

    /// <summary>The variable's id when this property is an output ("" when it is an output stored nowhere), else null.</summary>
    public static string? OutputVariable(JsonProperty property, Activity activity)
    {
        if (!activity.Outputs.Any(output => JsonNamingPolicy.CamelCase.ConvertName(output) == property.Name))
            return null;
        return property.Value.ValueKind == JsonValueKind.Object
            && property.Value.TryGetProperty("memoryReference", out var reference)
            && reference.ValueKind == JsonValueKind.Object
            && reference.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
                ? id.GetString()!
                : "";
    }
}
