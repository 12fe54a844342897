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

    /// <summary>What the activity keeps while it waits; for a step still to be done, the person whose deed led to it.</summary>
    public string? Payload { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// Who moves it by this stimulus. The clock picks a step up that was left over, but what follows is still the doing of
    /// who caused it.
    /// </summary>
    public string? MovedBy(Stimulus stimulus) => Kind == Execute ? Payload : stimulus.By;
}
