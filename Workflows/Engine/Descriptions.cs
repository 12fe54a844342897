namespace WorkflowHost.Engine;

/// <summary>Where a step stands in the designer's toolbox.</summary>
public enum ActivityCategory
{
    Flow,
    Waits,
    Data,
    People,
    Cases,
    Mail,
}

/// <summary>What a kind of step is called and what it does, for designers; stands on every activity.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DescribedAttribute(
    string thai, string english, string aboutThai, string aboutEnglish, ActivityCategory category) : Attribute
{
    public string Thai => thai;

    public string English => english;

    public string AboutThai => aboutThai;

    public string AboutEnglish => aboutEnglish;

    public ActivityCategory Category => category;
}

/// <summary>What one of <see cref="Activity.Outcomes"/> is called; "Done" needs no words of its own.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OutcomeAttribute(string name, string thai, string english) : Attribute
{
    public string Name => name;

    public string Thai => thai;

    public string English => english;
}

/// <summary>What one of <see cref="Activity.Outputs"/> is called.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OutputAttribute(string name, string thai, string english) : Attribute
{
    public string Name => name;

    public string Thai => thai;

    public string English => english;
}

/// <summary>A place inside a container for one activity, such as "Then"; the file has its name in camelCase.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class SlotAttribute(string name, string thai, string english) : Attribute
{
    public string Name => name;

    public string Thai => thai;

    public string English => english;
}

/// <summary>A value that a setting may have; a setting with some is a drop-down, or a list to tick.</summary>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class OptionAttribute(string value, string thai, string english) : Attribute
{
    public string Value => value;

    public string Thai => thai;

    public string English => english;
}
