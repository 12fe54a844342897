using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Activities.Publishing;

/// <summary>Differences of parts that have no better words than their own names.</summary>
static class TextDifference
{
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Lists whose items are told apart by one of their members: added, removed, and changed ones member by member.
    /// </summary>
    public static IEnumerable<Difference> Named(JsonNode? before, JsonNode? after, string key, string thai, string english)
    {
        var (older, newer) = (ByKey(before, key), ByKey(after, key));
        foreach (var (id, item) in newer.Where(item => !older.ContainsKey(item.Key)))
            yield return new($"เพิ่ม{thai} \"{Name(item, id)}\" {About(item)}".TrimEnd(),
                $"{english} \"{Name(item, id)}\" added {About(item)}".TrimEnd());
        foreach (var (id, item) in older.Where(item => !newer.ContainsKey(item.Key)))
            yield return new($"ลบ{thai} \"{Name(item, id)}\"", $"{english} \"{Name(item, id)}\" removed");
        foreach (var (id, item) in newer)
            if (older.TryGetValue(id, out var was))
                foreach (var difference in Other(was, item, [], $"{thai} \"{Name(item, id)}\": ",
                    $"{english} \"{Name(item, id)}\": "))
                    yield return difference;
        if (older.Count == 0 && newer.Count == 0 && !JsonNode.DeepEquals(before, after))
            yield return new($"{thai}: {Raw(before)} → {Raw(after)}", $"{english}: {Raw(before)} → {Raw(after)}");
    }

    /// <summary>Every member that differs, but those that somebody else tells of.</summary>
    public static IEnumerable<Difference> Other(JsonObject before, JsonObject after, string[] told, string thaiPlace,
        string englishPlace)
    {
        foreach (var name in before.Select(member => member.Key).Union(after.Select(member => member.Key)).Except(told))
            if (!JsonNode.DeepEquals(before[name], after[name]))
                yield return new($"{thaiPlace}{name}: {Raw(before[name])} → {Raw(after[name])}",
                    $"{englishPlace}{name}: {Raw(before[name])} → {Raw(after[name])}");
    }

    public static string Raw(JsonNode? node) => DefinitionStep.Text(node) ?? node?.ToJsonString(Readable) ?? "–";

    static Dictionary<string, JsonObject> ByKey(JsonNode? list, string key)
    {
        var items = new Dictionary<string, JsonObject>();
        foreach (var item in (list as JsonArray ?? []).OfType<JsonObject>())
            items.TryAdd(DefinitionStep.Text(item[key]) ?? Raw(item), item);
        return items;
    }

    static string Name(JsonObject item, string id) =>
        DefinitionStep.Text(item["displayName"]) ?? DefinitionStep.Text(item["name"]) ?? id;

    static string About(JsonObject item) =>
        (DefinitionStep.Text(item["typeName"]) ?? DefinitionStep.Text(item["type"])) is { } type ? $"({type})" : "";
}
