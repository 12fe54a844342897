using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Puts the steps and arrows of a flowchart into the order in which the flow reaches them. Their order in the file means
/// nothing, and Studio changes it whenever a box is touched; a text that is compared needs one order.
/// </summary>
static class FlowOrder
{
    public static void Apply(JsonObject flowchart)
    {
        if (flowchart["activities"] is not JsonArray activities || !activities.All(step => IdOf(step) is not null))
            return;
        var arrows = (flowchart["connections"] as JsonArray ?? []).Select(arrow => new Arrow(
            End(arrow, "source", "activity"), End(arrow, "source", "port"), End(arrow, "target", "activity"), arrow)).ToList();
        var place = Places(activities, arrows);
        flowchart["activities"] = Sorted(activities, step => (Of(IdOf(step)!), IdOf(step)!));
        if (flowchart["connections"] is JsonArray)
            flowchart["connections"] = new JsonArray([.. arrows
                .OrderBy(arrow => Of(arrow.Source)).ThenBy(arrow => arrow.Source, StringComparer.Ordinal)
                .ThenBy(arrow => arrow.Port, StringComparer.Ordinal).ThenBy(arrow => Of(arrow.Target))
                .ThenBy(arrow => arrow.Target, StringComparer.Ordinal).Select(arrow => arrow.Json?.DeepClone())]);

        int Of(string id) => place.GetValueOrDefault(id, int.MaxValue);
    }

    static Dictionary<string, int> Places(JsonArray activities, List<Arrow> arrows)
    {
        var leading = arrows.ToLookup(arrow => arrow.Source);
        var place = new Dictionary<string, int>();
        var followed = arrows.Select(arrow => arrow.Target).ToHashSet();
        foreach (var start in activities.OrderByDescending(step => step!["type"]?.ToString() == "Elsa.Start")
            .ThenBy(step => followed.Contains(IdOf(step)!)).ThenBy(step => IdOf(step)!, StringComparer.Ordinal))
            Visit(IdOf(start)!);
        return place;

        void Visit(string start)
        {
            var next = new Queue<string>([start]);
            while (next.TryDequeue(out var id))
                if (place.TryAdd(id, place.Count))
                    foreach (var arrow in leading[id].OrderBy(arrow => arrow.Port, StringComparer.Ordinal)
                        .ThenBy(arrow => arrow.Target, StringComparer.Ordinal))
                        next.Enqueue(arrow.Target);
        }
    }

    static JsonArray Sorted(JsonArray list, Func<JsonNode?, (int, string)> by) =>
        new([.. list.OrderBy(by).Select(item => item!.DeepClone())]);

    static string? IdOf(JsonNode? step) =>
        step is JsonObject && step["id"] is JsonValue value && value.TryGetValue(out string? id) ? id : null;

    // Older files have flat ends: "source": "a", "sourcePort": "Done".
    static string End(JsonNode? arrow, string end, string part) => arrow is not JsonObject ? ""
        : arrow[end] is JsonObject nested ? nested[part]?.ToString() ?? ""
        : part == "activity" ? arrow[end]?.ToString() ?? ""
        : arrow[end + "Port"]?.ToString() ?? "";

    sealed record Arrow(string Source, string Port, string Target, JsonNode? Json);
}
