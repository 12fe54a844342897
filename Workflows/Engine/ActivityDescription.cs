using System.Reflection;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine;

/// <summary>An activity in the designer's words: all that its attributes say, in both languages.</summary>
public sealed class ActivityDescription
{
    static readonly (string, string) Done = ("เสร็จ", "Done");

    readonly Dictionary<string, (string Thai, string English)> outcomes;
    readonly Dictionary<string, (string Thai, string English)> outputs;

    ActivityDescription(Activity activity)
    {
        Activity = activity;
        var type = activity.GetType();
        Words = type.GetCustomAttribute<DescribedAttribute>();
        outcomes = type.GetCustomAttributes<OutcomeAttribute>().ToDictionary(one => one.Name, one => (one.Thai, one.English));
        outcomes.TryAdd("Done", Done);
        outputs = type.GetCustomAttributes<OutputAttribute>().ToDictionary(one => one.Name, one => (one.Thai, one.English));
        Slots = [.. type.GetCustomAttributes<SlotAttribute>()];
        Inputs = activity.SettingsType is { } settings
            ? [.. SettingsBinder.ParametersOf(settings).Select(parameter => new InputDescription(parameter))]
            : [];
    }

    public static ActivityDescription Of(Activity activity) => new(activity);

    public Activity Activity { get; }

    /// <summary>Its names and what it does; null when nobody wrote them, which a house test finds.</summary>
    public DescribedAttribute? Words { get; }

    public IReadOnlyList<InputDescription> Inputs { get; }

    public IReadOnlyList<SlotAttribute> Slots { get; }

    /// <summary>What an outcome is called; null for a name of the designer's own, such as a case of a switch.</summary>
    public (string Thai, string English)? Outcome(string name) => outcomes.TryGetValue(name, out var words) ? words : null;

    public (string Thai, string English)? Output(string name) => outputs.TryGetValue(name, out var words) ? words : null;
}

/// <summary>A setting of an activity, as its record declares it.</summary>
public sealed class InputDescription(ParameterInfo parameter)
{
    public ParameterInfo Parameter => parameter;

    /// <summary>As the settings record has it; camelCase in a definition.</summary>
    public string Name => parameter.Name!;

    public InputAttribute? Words { get; } = parameter.GetCustomAttribute<InputAttribute>();

    /// <summary>The values it may have, as far as they are known without running.</summary>
    public IReadOnlyList<OptionAttribute> Options { get; } = [.. parameter.GetCustomAttributes<OptionAttribute>()];

    public bool IsList => parameter.ParameterType == typeof(IReadOnlyList<string>);

    /// <summary>The editor in Elsa Studio's words.</summary>
    public string Editor => Words?.UiHint ?? (HasOptions, IsList, Plain(parameter.ParameterType)) switch
    {
        (true, true, _) => "checklist",
        (true, false, _) => "dropdown",
        (false, true, _) => "multitext",
        (_, _, var type) when type == typeof(bool) => "checkbox",
        (_, _, var type) when type == typeof(DateTimeOffset) => "datetime-picker",
        _ => "singleline",
    };

    static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    bool HasOptions => Options.Count > 0 || Words?.OptionsFrom is not null;
}
