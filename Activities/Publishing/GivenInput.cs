using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Activities.Publishing;

/// <summary>
/// What a step is given for one input, as the text has it: wrapped in an expression, or bare. Changing it keeps whatever else
/// stands in the wrapping.
/// </summary>
/// <param name="Syntax">Literal, Object, Variable, Input, JavaScript, or what nobody runs.</param>
public sealed record GivenInput(string Syntax, JsonNode? Value)
{
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsConstant => Syntax is "Literal" or "Object";

    /// <summary>Null when the step doesn't say, or says nothing.</summary>
    public static GivenInput? Of(JsonNode? property) => property switch
    {
        null => null,
        JsonObject wrapped when wrapped.ContainsKey("expression") =>
            wrapped["expression"] is JsonObject inner ? Expression(inner) : null,
        JsonObject bare when DefinitionStep.Text(bare["type"]) is not null && bare.ContainsKey("value") => Expression(bare),
        _ => new GivenInput("Literal", property),
    };

    /// <summary>A constant as a text; null when it is no constant, or a list or an object.</summary>
    public string? Text => !IsConstant ? null : Value switch
    {
        null => "",
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out bool flag) => flag ? "True" : "False",
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <summary>A constant list of texts; null when it is none.</summary>
    public IReadOnlyList<string>? Lines
    {
        get
        {
            var list = !IsConstant ? null : Value as JsonArray ?? (Text?.TrimStart() is ['[', ..] ? Parse(Text) : null);
            return list is not null && list.All(item => item is JsonValue) ? [.. list.Select(item => Of(item)!.Text!)] : null;
        }
    }

    /// <summary>The id of the variable, the name of the workflow's input, or the formula; null for a constant.</summary>
    public string? Reference => Syntax switch
    {
        "Variable" => Member("id"),
        "Input" => Member("name"),
        "JavaScript" => DefinitionStep.Text(Value) ?? Value?.ToJsonString(),
        _ => null,
    };

    /// <summary>The value as it stands there, for what can't be said better.</summary>
    public string Raw => DefinitionStep.Text(Value) ?? Value?.ToJsonString(Readable) ?? "";

    /// <param name="alias">Elsa's name of the type, for an input that wasn't there before.</param>
    public static void SetText(JsonObject step, string input, string alias, string text) =>
        Put(step, input, alias, "Literal", text);

    public static void SetLines(JsonObject step, string input, string alias, IEnumerable<string> lines) =>
        Put(step, input, alias, "Object", JsonSerializer.Serialize(lines, Readable));

    public static void SetScript(JsonObject step, string input, string alias, string code) =>
        Put(step, input, alias, "JavaScript", code);

    static void Put(JsonObject step, string input, string alias, string syntax, string value)
    {
        var expression = new JsonObject { ["type"] = syntax, ["value"] = value };
        if (step[input] is JsonObject wrapped && (wrapped.ContainsKey("expression") || wrapped.ContainsKey("typeName")))
            wrapped["expression"] = expression;
        else
            step[input] = new JsonObject { ["typeName"] = alias, ["expression"] = expression };
    }

    static GivenInput Expression(JsonObject expression) =>
        new(DefinitionStep.Text(expression["type"]) ?? "Literal", expression["value"]);

    string? Member(string name) =>
        DefinitionStep.Text((Value as JsonObject
        ?? (DefinitionStep.Text(Value) is { } text ? ParseNode(text) as JsonObject : null))?[name]);

    static JsonArray? Parse(string text) => ParseNode(text) as JsonArray;

    static JsonNode? ParseNode(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // A text that only looks like JSON is a text.
            return null;
        }
    }
}
