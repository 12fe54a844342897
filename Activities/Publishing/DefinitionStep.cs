using System.Text.Json.Nodes;

namespace WorkflowHost.Activities.Publishing;

/// <summary>
/// A step as it stands in a definition's text, which may be a draft that can't run yet. Reading is generous: what is odd is
/// left out here, and is a problem of the definition elsewhere.
/// </summary>
/// <param name="Json">The step itself, to be read or changed.</param>
/// <param name="Parent">The container it stands in; null for the root.</param>
/// <param name="Slot">Where it stands in that: "activities", "then"; "root" for the root.</param>
/// <param name="Depth">0 for the root.</param>
public sealed record DefinitionStep(JsonObject Json, DefinitionStep? Parent, string Slot, int Depth)
{
    static readonly string[] NoSteps = ["metadata", "customProperties", "variables", "connections"];

    public string Id { get; } = Text(Json["id"])!;

    public string Type { get; } = Text(Json["type"])!;

    /// <summary>The words on the box; the id when there are none.</summary>
    public string Title => Text((Json["metadata"] as JsonObject)?["displayText"]) ?? Text(Json["name"]) ?? Id;

    /// <summary>The ids from the root down, joined with ':', as instances name it.</summary>
    public string NodeId => Parent is null ? Id : Parent.NodeId + ":" + Id;

    /// <summary>
    /// The clauses it carries out: its <c>rule</c>, where that is a constant, and <c>customProperties.clauses</c>.
    /// </summary>
    public IReadOnlyList<string> Clauses =>
    [
        .. new[] { Constant("rule") ?? "" }.Concat(OwnClauses).Where(clause => clause.Length > 0).Distinct(),
    ];

    /// <summary>Those of <c>customProperties.clauses</c> alone.</summary>
    public IReadOnlyList<string> OwnClauses =>
        (Json["customProperties"] as JsonObject)?["clauses"] is JsonArray list ? [.. list.Select(Text).OfType<string>()] : [];

    /// <summary>An input's value where it is a constant text; else null.</summary>
    public string? Constant(string input) => Json[input] switch
    {
        JsonValue bare => Text(bare),
        JsonObject wrapped when wrapped["expression"] is JsonObject expression && Text(expression["type"]) is null or "Literal"
            => Text((wrapped["expression"] as JsonObject)?["value"]),
        _ => null,
    };

    /// <summary>Every step, the root first, each container before what it holds; in the order of the text.</summary>
    public static IReadOnlyList<DefinitionStep> AllOf(JsonObject definition)
    {
        var found = new List<DefinitionStep>();
        if (definition["root"] is JsonObject root && IsStep(root))
            Add(found, new DefinitionStep(root, null, "root", 0));
        return found;
    }

    /// <summary>The steps that stand directly in a container, in the order of the text.</summary>
    public static IEnumerable<DefinitionStep> ChildrenOf(DefinitionStep step) => step.Json
        .Where(property => !NoSteps.Contains(property.Key))
        .SelectMany(property =>
            Children(property.Value).Select(child => new DefinitionStep(child, step, property.Key, step.Depth + 1)));

    static void Add(List<DefinitionStep> found, DefinitionStep step)
    {
        found.Add(step);
        foreach (var child in ChildrenOf(step))
            Add(found, child);
    }

    // What has both an id and a type is a step; expressions and references have one of them at most.
    static IEnumerable<JsonObject> Children(JsonNode? value) => value switch
    {
        JsonArray list => list.OfType<JsonObject>().Where(IsStep),
        JsonObject one when IsStep(one) => [one],
        _ => [],
    };

    static bool IsStep(JsonObject json) => Text(json["id"]) is not null && Text(json["type"]) is not null;

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
