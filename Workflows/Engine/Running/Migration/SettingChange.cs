using System.Reflection;
using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>
/// A setting that differs between a step and the one that stands for it: read from the new version from the move on.
/// </summary>
/// <param name="Input">As the file names it.</param>
/// <param name="Before">The value as text; an expression as it was typed.</param>
public sealed record SettingChange(string Input, string Thai, string English, string Before, string After)
{
    public static IEnumerable<SettingChange> Between(ActivityNode old, ActivityNode target)
    {
        foreach (var parameter in old.Activity.SettingsType is { } type ? SettingsBinder.ParametersOf(type) : [])
        {
            var input = SettingsBinder.NameInFile(parameter);
            var (before, after) = (TextOf(old, parameter, input), TextOf(target, parameter, input));
            if (before != after)
            {
                var words = parameter.GetCustomAttribute<InputAttribute>();
                yield return new SettingChange(input, words?.Thai ?? input, words?.English ?? input, before, after);
            }
        }
    }

    // "5" in a file and 5 as a default are the same setting.
    static string TextOf(ActivityNode node, ParameterInfo parameter, string input)
    {
        if (!node.Inputs.TryGetValue(input, out var expression))
            return Serialized(parameter.HasDefaultValue ? parameter.DefaultValue : null);
        if (expression is InputExpression.Constant constant)
            return Serialized(Conversions.To(parameter.ParameterType, constant.Value));
        var json = node.Json.GetProperty(input);
        return json.TryGetProperty("expression", out var typed) && typed.TryGetProperty("value", out var value)
            ? value.ToString()
            : json.GetRawText();
    }

    static string Serialized(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable<string> list => string.Join(", ", list),
        _ => JsonSerializer.Serialize(value),
    };
}
