namespace WorkflowHost.Engine;

/// <summary>How a setting is shown to the designer; stands on the parameters of a settings record.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute(string thai, string english) : Attribute
{
    public string Thai => thai;

    public string English => english;

    /// <summary>
    /// The editor, in Elsa Studio's words: singleline, multiline, checkbox, dropdown, multitext, dynamic-outcomes…
    /// </summary>
    public string? UiHint { get; init; }

    /// <summary>What a drop-down or list may hold; empty when anything may.</summary>
    public string[] Options { get; init; } = [];
}
