using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Tests.Engine;

/// <summary>Writes small Elsa definitions for tests: <c>"ask.Yes -> mark"</c> is an arrow.</summary>
static class Chart
{
    public static string Of(string id, object[] activities, string[] arrows, object[]? variables = null, object[]? inputs = null, int version = 1) =>
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

    public static object Script(string script) => new { typeName = (string?)null, expression = new { type = "JavaScript", value = script } };

    /// <summary>A list to compare with.</summary>
    public static string[] Names(params string[] names) => names;

    public static JsonObject Mark(string id) => Step(id, "Test.Mark", new { label = Literal(id) });

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
