namespace WorkflowHost.Engine;

/// <summary>How a setting is shown to the designer; stands on the parameters of a settings record.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute(string thai, string english) : Attribute
{
    public string Thai => thai;

    public string English => english;

    /// <summary>A short help below the field, such as an example.</summary>
    public string? HelpThai { get; init; }

    public string? HelpEnglish { get; init; }

    /// <summary>The editor in Elsa Studio's words, where it doesn't follow from the type and the options.</summary>
    public string? UiHint { get; init; }

    /// <summary>The list of values that is known only at run time, such as the mail templates there are.</summary>
    public string? OptionsFrom { get; init; }

    /// <summary>The syntax the editor begins with; a plain value when nothing is said.</summary>
    public string? Syntax { get; init; }
}
