using System.Buffers;
using System.Text;
using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Running;

/// <summary>
/// What an instance remembers between its steps, kept as one short JSON text: variables that were set, inputs, and the
/// state of the containers it is inside of.
/// </summary>
sealed class InstanceState
{
    /// <summary>Values by variable id; a variable not in here has its default.</summary>
    public Dictionary<string, object?> Variables { get; } = [];

    public Dictionary<string, object?> Inputs { get; } = [];

    /// <summary>By the node id of the container.</summary>
    public Dictionary<string, Scope> Scopes { get; } = [];

    /// <summary>The number of the last journal row.</summary>
    public long Sequence { get; set; }

    /// <summary>Steps done since a person, an event or a due time last moved it.</summary>
    public int Steps { get; set; }

    public static InstanceState Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var state = new InstanceState { Sequence = root.GetProperty("q").GetInt64(), Steps = root.GetProperty("s").GetInt32() };
        if (root.TryGetProperty("v", out var variables))
            foreach (var variable in variables.EnumerateObject())
                state.Variables[variable.Name] = JsonValues.From(variable.Value);
        if (root.TryGetProperty("i", out var inputs))
            foreach (var input in inputs.EnumerateObject())
                state.Inputs[input.Name] = JsonValues.From(input.Value);
        if (root.TryGetProperty("f", out var scopes))
            foreach (var scope in scopes.EnumerateObject())
                state.Scopes[scope.Name] = Scope.Read(scope.Value);
        return state;
    }

    public string Write()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer =
            new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("q", Sequence);
            writer.WriteNumber("s", Steps);
            WriteValues(writer, "v", Variables);
            WriteValues(writer, "i", Inputs);
            if (Scopes.Count > 0)
            {
                writer.WriteStartObject("f");
                foreach (var (nodeId, scope) in Scopes)
                {
                    writer.WritePropertyName(nodeId);
                    scope.Write(writer);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void WriteValues(Utf8JsonWriter writer, string name, Dictionary<string, object?> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            JsonValues.Write(writer, value);
        }
        writer.WriteEndObject();
    }
}

/// <summary>
/// The state of one running container: which arrows were followed to a step that still waits for others, and which
/// children are under way. By place, since a published version never changes.
/// </summary>
sealed class Scope
{
    public List<int> Arrived { get; init; } = [];

    public List<int> Running { get; init; } = [];

    public static Scope Read(JsonElement json) => new()
    {
        Arrived = [.. json[0].EnumerateArray().Select(number => number.GetInt32())],
        Running = [.. json[1].EnumerateArray().Select(number => number.GetInt32())],
    };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var list in (List<int>[])[Arrived, Running])
        {
            writer.WriteStartArray();
            foreach (var number in list)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
