namespace WorkflowHost.Web.Designer.Descriptors;

/// <summary>Elsa's envelope of a list that isn't paged.</summary>
public sealed record StudioList<T>(IReadOnlyList<T> Items)
{
    public int Count => Items.Count;
}

/// <summary>A kind of step, as Studio's toolbox, canvas and property panel want it.</summary>
public sealed record ActivityDescriptor(
    string TypeName, string Namespace, string Name, int Version, string DisplayName, string Description, string Category,
    bool IsBrowsable, bool IsStart, bool IsTerminal, bool IsContainer,
    IReadOnlyList<PortDescriptor> Ports, IReadOnlyList<InputDescriptor> Inputs, IReadOnlyList<OutputDescriptor> Outputs)
{
    // A trigger would get a box "starts the workflow" that nobody here reads.
    public string Kind => "Action";

    public Dictionary<string, object> CustomProperties { get; } = [];

    public Dictionary<string, object> ConstructionProperties { get; } = [];
}

/// <param name="Type">Flow (an outcome) or Embedded (a slot inside the box).</param>
public sealed record PortDescriptor(string Name, string DisplayName, string Type)
{
    public bool IsBrowsable => true;
}

public sealed record InputDescriptor(
    string Name, string TypeName, string DisplayName, string Description, float Order, bool IsWrapped, string UiHint,
    object? DefaultValue, string? DefaultSyntax, Dictionary<string, object>? UiSpecifications)
{
    public bool IsBrowsable => true;

    public bool IsSynthetic => false;

    public bool IsReadOnly => false;

    public bool IsSensitive => false;
}

public sealed record OutputDescriptor(string Name, string TypeName, string DisplayName, float Order)
{
    public bool IsBrowsable => true;
}

/// <summary>A way to write a value. MonacoLanguage colours the editor.</summary>
public sealed record ExpressionDescriptor(string Type, string DisplayName, Dictionary<string, string> Properties)
{
    public bool IsSerializable => true;

    public bool IsBrowsable => true;
}

/// <summary>A type that a variable may have.</summary>
public sealed record VariableType(string TypeName, string DisplayName, string Category, string? Description = null);

/// <summary>Where variables are kept; Studio needs one.</summary>
public sealed record StorageDriver(string TypeName, string DisplayName, int Priority = 0, bool Deprecated = false);

/// <summary>A value of a drop-down or a list to tick.</summary>
public sealed record Choice(string Value, string Text);
