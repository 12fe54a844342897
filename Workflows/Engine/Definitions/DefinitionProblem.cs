namespace WorkflowHost.Engine.Definitions;

/// <summary>One thing that keeps a definition from running, with the way out, as sentences without a full stop.</summary>
/// <param name="Input">The input it is about, as the file names it.</param>
public sealed record DefinitionProblem(string Thai, string English, string? Input = null)
{
    /// <summary>Where in the file: "activities/review", "variables", "line 3".</summary>
    public string Place { get; init; } = "definition";

    /// <summary>The step it is about; null when it is about the definition as a whole.</summary>
    public string? ActivityId { get; init; }

    /// <summary>What is written on that step's box.</summary>
    public string? Title { get; init; }

    /// <summary>For a Thai reader, who knows the step by what is written on it.</summary>
    public string InThai => Title is null ? Thai : $"ขั้นตอน \"{Title}\": {Thai}";

    /// <summary>For a page in English.</summary>
    public string InEnglish => Title is null ? English : $"Step \"{Title}\": {English}";

    /// <summary>The same problem, told of a step; what names a step already keeps it.</summary>
    internal DefinitionProblem At(ActivityNode node) => this with
    {
        Place = $"activities/{node.Id}",
        ActivityId = ActivityId ?? node.Id,
        Title = ActivityId is null ? node.Title : Title,
    };

    public override string ToString() => $"{Place}: {(Input is null ? "" : $"input '{Input}': ")}{English}";
}

/// <summary>A value in a definition can't be read as what it should be.</summary>
public sealed class UnreadableException(string thai, string english, Exception? inner = null) : FormatException(english, inner)
{
    public string Thai => thai;

    public DefinitionProblem AsProblem(string? input = null) => new(thai, Message, input);
}
