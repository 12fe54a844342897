using System.Text.Json;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Engine.Definitions;

/// <summary>Reads an input as Elsa Studio stores it: wrapped in an expression, or the bare value.</summary>
static class ExpressionReader
{
    /// <exception cref="UnreadableException">It can't be read; the message says why.</exception>
    public static InputExpression Read(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
            return new InputExpression.Constant(JsonValues.From(input));
        if (input.TryGetProperty("expression", out var expression))
            return expression.ValueKind == JsonValueKind.Object ? ReadExpression(expression) : new InputExpression.Constant(null);
        return input.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && input.TryGetProperty("value", out _)
            ? ReadExpression(input)
            : new InputExpression.Constant(JsonValues.From(input));
    }

    /// <summary>Reads <c>{type, value}</c>.</summary>
    public static InputExpression ReadExpression(JsonElement expression)
    {
        var type = expression.TryGetProperty("type", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "Literal";
        var value = expression.TryGetProperty("value", out var given) ? given : default;
        return type switch
        {
            "Literal" => new InputExpression.Constant(JsonValues.From(value)),
            "Object" => new InputExpression.Constant(value.ValueKind == JsonValueKind.String ? ParseJson(value.GetString()!) : JsonValues.From(value)),
            "Variable" => new InputExpression.OfVariable(Member(value, "id")),
            "Input" => new InputExpression.OfInput(Member(value, "name")),
            "JavaScript" => new InputExpression.OfScript(ParseScript(value)),
            _ => throw new UnreadableException($"ระบบนี้ไม่ใช้นิพจน์ชนิด '{type}' ใช้ Literal, Variable, Input, Object หรือ JavaScript",
                $"expressions of type '{type}' are not run here; use Literal, Variable, Input, Object or JavaScript"),
        };
    }

    static object? ParseJson(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonValues.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new UnreadableException("นิพจน์ชนิด Object ต้องเป็น JSON แต่ข้อความนี้ไม่ใช่",
                $"an Object expression holds JSON, and this isn't: {fault.Message.Split(". Path")[0]}", fault);
        }
    }

    // Studio stores the whole variable or input as JSON inside a string; only its id or name is to be trusted.
    static string Member(JsonElement value, string member)
    {
        var parsed = value.ValueKind == JsonValueKind.String ? Lenient(value.GetString()!) : JsonValues.From(value);
        return parsed is IReadOnlyDictionary<string, object?> members && members.GetValueOrDefault(member) is string { Length: > 0 } text
            ? text
            : throw new UnreadableException("เลือกตัวแปรหรือข้อมูลเข้าที่ต้องการ: ยังไม่ได้เลือก",
                $"choose which one is meant: there is no '{member}' in it");
    }

    static object? Lenient(string text)
    {
        try
        {
            return JsonValues.Parse(text);
        }
        catch (JsonException)
        {
            // What is left when a designer switches the syntax: plain text where JSON should be. The caller says so.
            return null;
        }
    }

    static Script ParseScript(JsonElement value)
    {
        try
        {
            return Script.Parse(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ToString());
        }
        catch (ScriptException fault)
        {
            throw new UnreadableException(fault.Thai, fault.Message, fault);
        }
    }
}
