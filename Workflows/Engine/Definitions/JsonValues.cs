using System.Globalization;
using System.Text.Json;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Values as expressions know them (null, bool, double, string, instants, lists and dictionaries), to and from JSON.
/// </summary>
public static class JsonValues
{
    public static object? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array => element.EnumerateArray().Select(From).ToList(),
        JsonValueKind.Object => Members(element),
        _ => null,
    };

    /// <exception cref="JsonException">It is not JSON, or has half a character in it.</exception>
    public static object? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return From(document.RootElement);
        }
        catch (Exception fault) when (fault is InvalidOperationException
            or ArgumentException { InnerException: System.Text.EncoderFallbackException })
        {
            throw new JsonException("the text has half a character in it", fault);
        }
    }

    // Of a member that stands twice the last counts, as in JavaScript.
    static Dictionary<string, object?> Members(JsonElement element)
    {
        var members = new Dictionary<string, object?>();
        foreach (var property in element.EnumerateObject())
            members[property.Name] = From(property.Value);
        return members;
    }

    /// <summary>A value as it will be read again; so a step sees the same whether or not the instance rested in between.</summary>
    public static object? AsStored(object? value) => value switch
    {
        int number => (double)number,
        long number => (double)number,
        DateTimeOffset instant => instant.ToString("o", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string => value,
        IReadOnlyDictionary<string, object?> members => members.ToDictionary(member => member.Key, member => AsStored(member.Value)),
        IEnumerable<object?> items => items.Select(AsStored).ToList(),
        _ => value,
    };

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case string text: writer.WriteStringValue(text); break;
            case double number: WriteNumber(writer, number); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case DateTimeOffset instant: writer.WriteStringValue(instant.ToString("o", CultureInfo.InvariantCulture)); break;
            case DateOnly date: writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case IReadOnlyDictionary<string, object?> members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable<object?> items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType().Name} can't be kept in a workflow's state.");
        }
    }

    static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}
