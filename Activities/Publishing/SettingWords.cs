using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Publishing;

/// <summary>The settings of the steps of one definition in words: constants, names of variables, formulas.</summary>
public sealed class SettingWords(StepWords words, JsonObject definition)
{
    /// <param name="input">The setting, or the output, as the file names it.</param>
    public (string Thai, string English) Of(DefinitionStep step, string input)
    {
        var description = words.Input(step.Type, input);
        var property = step.Json[input];
        if (GivenInput.Of(property) is not { } given)
            return (property as JsonObject)?["memoryReference"] is JsonObject output
                ? Variable(DefinitionStep.Text(output["id"]) ?? "") : Standard(description);
        return given.Syntax switch
        {
            "Variable" => Variable(given.Reference ?? ""),
            "Input" => ($"ข้อมูลเข้า {given.Reference}", $"input {given.Reference}"),
            "JavaScript" => ($"สูตร {given.Reference}", $"formula {given.Reference}"),
            _ => given.Lines is { } lines ? Lines(description, lines) : StepWords.Value(description, given.Text ?? given.Raw),
        };
    }

    static (string, string) Lines(InputDescription? input, IReadOnlyList<string> lines)
    {
        var said = lines.Select(line => StepWords.Value(input, line)).ToList();
        return said.Count == 0 ? ("(ว่าง)", "(empty)")
            : (string.Join(", ", said.Select(one => one.Thai)), string.Join(", ", said.Select(one => one.English)));
    }

    static (string, string) Standard(InputDescription? input)
    {
        if (input is null || !input.Parameter.HasDefaultValue || input.Parameter.DefaultValue is null or "")
            return ("(ไม่ระบุ)", "(not given)");
        var (thai, english) = StepWords.Value(input,
            Convert.ToString(input.Parameter.DefaultValue, CultureInfo.InvariantCulture)!);
        return ($"{thai} (ค่าปริยาย)", $"{english} (standard)");
    }

    (string, string) Variable(string id)
    {
        var name = (definition["variables"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(variable => DefinitionStep.Text(variable["id"]) == id) is { } found
                ? DefinitionStep.Text(found["name"]) ?? id : id;
        return ($"ตัวแปร {name}", $"variable {name}");
    }
}
