namespace WorkflowHost.Engine.Running;

/// <summary>A bookmark as stored: the right to move an instance, once.</summary>
public sealed class Bookmark
{
    /// <summary>A step that is still to be done; due at once.</summary>
    public const string Execute = nameof(Execute);

    /// <summary>An activity that waits for an answer, an event or the clock.</summary>
    public const string Resume = nameof(Resume);

    public string Id { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string NodeId { get; init; } = "";
    public string Kind { get; init; } = "";
    public DateTimeOffset? DueAt { get; init; }
    public string? EventName { get; init; }
    public string? Payload { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
