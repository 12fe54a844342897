using System.Collections.Concurrent;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Publishing;

/// <summary>What kinds of steps, their settings and their outcomes are called, for people who read a definition.</summary>
public sealed class StepWords(ActivityCatalog catalog)
{
    readonly ConcurrentDictionary<string, ActivityDescription?> known = new();

    /// <summary>Null for a kind that isn't run here.</summary>
    public ActivityDescription? Of(string type) => known.GetOrAdd(type, name =>
        catalog.TryFind(name, out var activity) ? ActivityDescription.Of(activity) : null);

    public (string Thai, string English) Kind(string type) =>
        Of(type)?.Words is { } words ? (words.Thai, words.English) : (type, type);

    /// <param name="input">As the file names it.</param>
    public InputDescription? Input(string type, string input) =>
        Of(type)?.Inputs.FirstOrDefault(known => SettingsBinder.NameInFile(known.Parameter) == input);

    public (string Thai, string English) InputName(string type, string input) =>
        Input(type, input)?.Words is { } words ? (words.Thai, words.English)
        : Of(type)?.Activity.Outputs.FirstOrDefault(output => NameInFile(output) == input) is { } output
            && Of(type)!.Output(output) is { } said ? said
        : (input, input);

    public (string Thai, string English) Outcome(string type, string outcome) => Of(type)?.Outcome(outcome) ?? (outcome, outcome);

    public (string Thai, string English) Slot(string type, string slot) =>
        Of(type)?.Slots.FirstOrDefault(known => NameInFile(known.Name) == slot) is { } found ? (found.Thai, found.English)
            : (slot, slot);

    /// <summary>A value in words: the option's name where it is one, yes or no for a tick, else itself.</summary>
    public static (string Thai, string English) Value(InputDescription? input, string value)
    {
        if (input?.Options.FirstOrDefault(option => option.Value == value) is { } option)
            return (option.Thai, option.English);
        if (input?.Parameter.ParameterType == typeof(bool) && bool.TryParse(value, out var flag))
            return flag ? ("ใช่", "yes") : ("ไม่", "no");
        return value.Length == 0 ? ("(ว่าง)", "(empty)") : (value, value);
    }

    static string NameInFile(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
}
