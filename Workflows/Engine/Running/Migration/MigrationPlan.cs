using System.Text.Json;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>
/// Which instances go to which version, and where they stand there. A step that keeps its node id and its activity type needs
/// no word; any other that an instance stands at must be named.
/// </summary>
public sealed record MigrationPlan(string DefinitionId, int From, int To)
{
    /// <summary>In place of a step or an arrow: instances that stand there stay with the old version.</summary>
    public const string Stay = "";

    /// <summary>Old node id → new node id, or <see cref="Stay"/>.</summary>
    public IReadOnlyDictionary<string, string> Steps { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Old arrow → new arrow (<see cref="MigrationMap.ArrowsInto"/>), or <see cref="Stay"/>: for arrows already followed to a
    /// step that still waits for other branches.
    /// </summary>
    public IReadOnlyDictionary<string, string> Arrows { get; init; } = new Dictionary<string, string>();

    internal string MappingAsText() => JsonSerializer.Serialize(new Mapping(Steps, Arrows));

    internal static MigrationPlan Read(string definitionId, int from, int to, string mapping)
    {
        var read = JsonSerializer.Deserialize<Mapping>(mapping)!;
        return new MigrationPlan(definitionId, from, to) { Steps = read.Steps, Arrows = read.Arrows };
    }

    sealed record Mapping(IReadOnlyDictionary<string, string> Steps, IReadOnlyDictionary<string, string> Arrows);
}

/// <summary>Why an instance can't be moved, with the way out.</summary>
/// <param name="Place">The node id of the old version, an arrow, or a variable.</param>
public sealed record MigrationProblem(string Code, string Place, string Thai, string English)
{
    /// <summary>A step or arrow that must be mapped; a plan is refused until it is.</summary>
    public bool IsUnmapped => Code is MigrationProblems.StepGone or MigrationProblems.OtherType or MigrationProblems.ArrowGone;

    /// <summary>The plan itself says that it stays; no failure.</summary>
    public bool IsMeant => Code == MigrationProblems.Left;
}

/// <summary>Where a running instance stands: at a bookmark, or at an open incident, which keeps the bookmark's id.</summary>
sealed class Occupied
{
    public string BookmarkId { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string NodeId { get; init; } = "";
    public string Kind { get; init; } = "";

    public bool Waits => Kind == Bookmark.Resume;
}
