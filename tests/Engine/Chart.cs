using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Tests.Engine;

/// <summary>Writes small Elsa definitions for tests: <c>"ask.Yes -> mark"</c> is an arrow.</summary>
static class Chart
{
    public static string Of(string id, object[] activities, string[] arrows, object[]? variables = null,
        object[]? inputs = null, int version = 1) =>
        JsonSerializer.Serialize(new
        {
            definitionId = id,
            id = id + version,
            version,
            name = id,
            variables = variables ?? [],
            inputs = inputs ?? [],
            root = new
            {
                id = "root",
                type = "Elsa.Flowchart",
                version = 1,
                activities = (object[])[Step("start", "Elsa.Start"), .. activities],
                connections = arrows.Select(Arrow),
            },
        });

    public static JsonObject Step(string id, string type, object? inputs = null)
    {
        var step = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var property in inputs?.GetType().GetProperties() ?? [])
            step[property.Name] = JsonSerializer.SerializeToNode(property.GetValue(inputs));
        return step;
    }

    public static object Literal(object value) => new { typeName = (string?)null, expression = new { type = "Literal", value } };

    public static object Script(string script) =>
        new { typeName = (string?)null, expression = new { type = "JavaScript", value = script } };

    /// <summary>A list of words, as Studio stores it: JSON in a string.</summary>
    public static object Strings(params string[] words) =>
        new { typeName = (string?)null, expression = new { type = "Object", value = JsonSerializer.Serialize(words) } };

    /// <summary>A list to compare with.</summary>
    public static string[] Names(params string[] names) => names;

    public static JsonObject Mark(string id) => Step(id, "Test.Mark", new { label = Literal(id) });

    /// <summary>A flowchart to put into another container; it has a start of its own.</summary>
    public static JsonObject Inside(string id, JsonObject[] activities, string[] arrows)
    {
        var chart = Step(id, "Elsa.Flowchart");
        chart["activities"] = new JsonArray([Step("start", "Elsa.Start"), .. activities]);
        chart["connections"] = JsonSerializer.SerializeToNode(arrows.Select(Arrow));
        return chart;
    }

    public static JsonObject SequenceOf(string id, params JsonObject[] activities)
    {
        var sequence = Step(id, "Elsa.Sequence");
        sequence["activities"] = new JsonArray([.. activities]);
        return sequence;
    }

    /// <summary>A definition around any root.</summary>
    public static string Rooted(string id, JsonObject root, params object[] variables) =>
        JsonSerializer.Serialize(new { definitionId = id, id = id + 1, version = 1, name = id, variables, root });

    static object Arrow(string arrow)
    {
        var ends = arrow.Split(" -> ");
        var source = ends[0].Split('.');
        return new
        {
            source = new { activity = source[0], port = source.ElementAtOrDefault(1) ?? "Done" },
            target = new { activity = ends[1], port = "In" },
        };
    }
}
