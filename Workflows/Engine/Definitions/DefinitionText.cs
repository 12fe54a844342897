using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// A definition as text: its canonical form, in which the same definition is the same text whatever tool saved it, and
/// the hash of what runs.
/// </summary>
public static class DefinitionText
{
    /// <summary>Characters; a longer text is no definition.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    static readonly string[] Envelope =
    [
        "$schema", "id", "definitionId", "name", "description", "version", "toolVersion", "variables", "inputs", "outputs",
        "outcomes", "customProperties", "options", "root",
    ];

    static readonly string[] OfStep = ["id", "name", "type", "version"];

    /// <summary>What the store or the server knows better; Elsa recomputes node ids too.</summary>
    static readonly HashSet<string> NotContent =
        ["createdAt", "isLatest", "isPublished", "isReadonly", "links", "materializerName", "providerName"];

    static readonly HashSet<string> NotRun = [.. NotContent, "$schema", "id", "version", "toolVersion"];

    static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a text that should be a definition, without asking yet whether it can run.</summary>
    /// <exception cref="DefinitionException">It is too long, no JSON, or no object.</exception>
    public static JsonObject Parse(string json)
    {
        if (json.Length > MaxLength)
            throw new DefinitionException("?",
                [new($"ข้อความยาวเกิน {MaxLength} ตัวอักษร", $"the text is longer than {MaxLength} characters")]);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new DefinitionException("?", [new("แบบกระบวนการต้องเป็นออบเจกต์ JSON",
                    "a workflow definition is a JSON object; this is " + document.RootElement.ValueKind)]);
            if (JsonText.Problems(document.RootElement).ToList() is { Count: > 0 } unreadable)
                throw new DefinitionException("?", unreadable);
            return JsonNode.Parse(json)!.AsObject();
        }
        catch (ArgumentException fault) when (fault.InnerException is System.Text.EncoderFallbackException)
        {
            throw new DefinitionException("?", [new("ข้อความมีตัวอักษรที่ไม่ครบ", "the text has half a character in it")]);
        }
        catch (JsonException fault)
        {
            throw new DefinitionException("?",
                [new("ข้อความนี้ไม่ใช่ JSON ที่อ่านได้", $"this is not JSON ({fault.Message.Split(". Path")[0]})")
                    { Place = $"line {fault.LineNumber + 1}" }]);
        }
    }

    /// <summary>
    /// The form that is stored and exported: properties in a fixed order, steps in the order in which the flow reaches
    /// them, nothing in it that changes by itself.
    /// </summary>
    public static string Canonical(JsonObject definition, string definitionId, int version)
    {
        var canonical = Ordered(definition, Envelope, name => !NotContent.Contains(name));
        canonical["definitionId"] = definitionId;
        canonical["version"] = version;
        canonical["id"] = $"{definitionId}-v{version}";
        canonical.Remove("$schema");
        canonical.Insert(0, "$schema", Schema);
        return Ordered(canonical, Envelope, _ => true).ToJsonString(Readable) + "\n";
    }

    /// <summary>The same for two texts that run alike and read alike; where a box stands on the canvas doesn't matter.</summary>
    /// <exception cref="DefinitionException">It is no JSON object.</exception>
    public static string ContentHash(string json) =>
        Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Content(json))));

    /// <summary>What the hash is made of, in a fixed order, for those who compare two versions.</summary>
    /// <exception cref="DefinitionException">It is no JSON object.</exception>
    public static JsonObject Content(string json) =>
        WithoutLooks(Ordered(Parse(json), Envelope, name => !NotRun.Contains(name)))!.AsObject();

    static JsonObject Ordered(JsonObject from, string[] first, Func<string, bool> keep)
    {
        var ordered = new JsonObject();
        var names = first.Where(from.ContainsKey)
            .Concat(from.Select(property => property.Key).Except(first).Order(StringComparer.Ordinal));
        foreach (var name in names.Where(name => keep(name) && from[name] is not null))
            ordered[name] = Ordered(from[name]!);
        return ordered;
    }

    static JsonNode Ordered(JsonNode node)
    {
        if (node is JsonArray list)
            return new JsonArray([.. list.Select(item => item is null ? null : Ordered(item))]);
        if (node is not JsonObject members)
            return node.DeepClone();
        var ordered = Ordered(members, OfStep, name => name != "nodeId");
        if (Is(members, "type", "Elsa.Flowchart"))
            FlowOrder.Apply(ordered);
        return ordered;
    }

    static bool Is(JsonObject members, string name, string text) =>
        members[name] is JsonValue value && value.TryGetValue(out string? found) && found == text;

    static JsonNode? WithoutLooks(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(WithoutLooks)]);
            case JsonObject members:
                var kept = new JsonObject();
                foreach (var (name, value) in members)
                    if (name is not ("designer" or "vertices") && WithoutLooks(value) is { } content && !IsEmpty(content))
                        kept[name] = content;
                return kept;
            default:
                return node?.DeepClone();
        }
    }

    static bool IsEmpty(JsonNode node) => node is JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
