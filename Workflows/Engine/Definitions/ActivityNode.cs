using System.Text.Json;

namespace WorkflowHost.Engine.Definitions;

/// <summary>One activity as it stands in a definition: where it is, what it was given, and what it holds.</summary>
public sealed class ActivityNode
{
    public required string Id { get; init; }

    /// <summary>The ids from the root down, joined with ':'; recomputed on reading, never trusted.</summary>
    public required string NodeId { get; init; }

    public required string Type { get; init; }

    public required Activity Activity { get; init; }

    public ActivityNode? Parent { get; init; }

    /// <summary>Its place among the children of its parent.</summary>
    public int Index { get; init; }

    /// <summary>The words on the box; the id when there are none.</summary>
    public required string Title { get; init; }

    public required IReadOnlyDictionary<string, InputExpression> Inputs { get; init; }

    /// <summary>Output name → id of the variable it is stored in.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>The node as the file has it, for what only this kind of activity understands.</summary>
    public required JsonElement Json { get; init; }

    public IReadOnlyList<ActivityNode> Children { get; internal set; } = [];

    /// <summary>What a container worked out about its children once, when the definition was read.</summary>
    internal object? Structure { get; set; }

    /// <summary>Settings that no expression changes, bound once.</summary>
    internal object? ConstantSettings { get; set; }

    public override string ToString() => NodeId;
}
