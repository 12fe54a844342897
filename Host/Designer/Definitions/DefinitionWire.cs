using System.Text.Json.Nodes;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>
/// A definition on its way to Studio and back. The stamp of the version travels in its custom properties, which Studio
/// keeps as they are: Elsa itself has nothing against two people saving over each other.
/// </summary>
public sealed class DefinitionWire(ActivityCatalog catalog, DefinitionVersions versions, Texts texts)
{
    const string Stamp = "stamp";

    static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];

    /// <summary>The whole definition, as the canvas opens it.</summary>
    public JsonObject Whole(DefinitionVersion version)
    {
        var json = DefinitionText.Parse(version.Json);
        foreach (var list in Lists.Where(list => json[list] is not JsonArray))
            json[list] = new JsonArray();
        if (json["customProperties"] is not JsonObject properties)
            json["customProperties"] = properties = [];
        properties[Stamp] = version.Stamp;
        if (json["options"] is not JsonObject)
            json["options"] = new JsonObject();
        if (json["root"] is JsonObject root)
        {
            GiveNodeIds(root, parent: null);
            DateInputs.ToStudio(root, catalog);
        }
        foreach (var (name, value) in Facts(version))
            json[name] = value;
        // Not Elsa's: our script shows what stands between a draft and its publication.
        var problems = version.IsDraft ? versions.ProblemsOf(version.Json) : [];
        json["problems"] = new JsonArray([.. problems.Select(one => (JsonNode?)texts[one.InThai, one.InEnglish])]);
        return json;
    }

    /// <summary>A line of a list of definitions.</summary>
    public static JsonObject Summary(DefinitionVersion version)
    {
        var json = DefinitionText.Parse(version.Json);
        var summary = new JsonObject { ["name"] = version.Name, ["description"] = json["description"]?.DeepClone() };
        foreach (var (name, value) in Facts(version))
            summary[name] = value;
        summary["isMaterializerAvailable"] = true;
        return summary;
    }

    /// <summary>What Studio sent, as it is stored, and the stamp of the version it began from.</summary>
    public (JsonObject Definition, string? Stamp) FromStudio(JsonObject model)
    {
        var definition = model.DeepClone().AsObject();
        var properties = definition["customProperties"] as JsonObject;
        var stamp = properties?[Stamp]?.ToString();
        properties?.Remove(Stamp);
        definition.Remove("problems");
        if (definition["root"] is JsonObject root)
            DateInputs.FromStudio(root, catalog);
        return (definition, stamp);
    }

    static IEnumerable<(string Name, JsonNode? Value)> Facts(DefinitionVersion version) =>
    [
        ("id", version.Id),
        ("definitionId", version.DefinitionId),
        ("version", version.Version),
        ("toolVersion", "3.8.0.0"),
        ("createdAt", JsonValue.Create(version.CreatedAt)),
        ("isLatest", version.IsLatest),
        ("isPublished", version.IsCurrent),
        ("isReadonly", false),
        ("materializerName", "Json"),
        // Without this link the canvas opens read-only: only the newest version is edited.
        ("links", version.IsLatest ? new JsonArray(Link("publish", version.DefinitionId)) : new JsonArray()),
    ];

    static JsonObject Link(string relation, string definitionId) =>
        new() { ["href"] = $"workflow-definitions/{definitionId}/{relation}", ["rel"] = relation, ["method"] = "POST" };

    // As the engine counts them; they are not stored.
    static void GiveNodeIds(JsonObject activity, string? parent)
    {
        var id = activity["id"]?.ToString() ?? "";
        var nodeId = parent is null ? id : parent + ":" + id;
        activity["nodeId"] = nodeId;
        foreach (var child in Children(activity))
            GiveNodeIds(child, nodeId);
    }

    /// <summary>The steps that stand inside a step.</summary>
    internal static IEnumerable<JsonObject> Children(JsonObject activity) => activity
        .Where(member => member.Key is not ("metadata" or "customProperties" or "variables" or "connections"))
        .SelectMany(member => member.Value is JsonArray list ? list : (IEnumerable<JsonNode?>)[member.Value])
        .OfType<JsonObject>()
        .Where(child => child["id"] is JsonValue && child["type"] is JsonValue && child["version"] is JsonValue);
}
