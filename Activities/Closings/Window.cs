namespace WorkflowHost.Activities.Closings;

/// <summary>
/// A time in which a system or a menu of a circular is closed, as stored: an outage that ends, or a cut-off for good. Half-open,
/// in UTC, by the server's clock (B-06, B-07, C-04).
/// </summary>
public sealed class Window
{
    /// <summary>It opens again.</summary>
    public const string Outage = "outage";

    /// <summary>It stays closed; afterwards the agency decides on each exception (C-05).</summary>
    public const string CutOff = "cut-off";

    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";

    /// <summary>The clause that closes it, such as "B-06"; by it a step names the window.</summary>
    public string Key { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>Closed from this instant on.</summary>
    public DateTimeOffset ClosedFrom { get; init; }

    /// <summary>Open again from this instant on; null: closed until somebody says otherwise.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>So long after the closing, what was begun before it may still be finished (T61).</summary>
    public long GraceMinutes { get; init; }

    public string WhatTh { get; init; } = "";
    public string WhatEn { get; init; } = "";

    /// <summary>When a person changed what the circular's facts said; null while nobody has.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    public string? ChangedBy { get; init; }

    /// <summary>It doesn't hold any more.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>When everybody concerned had been told that it closes.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    public bool IsClosedAt(DateTimeOffset at) =>
        CancelledAt is null && ClosedFrom <= at && (ClosedUntil is null || at < ClosedUntil);

    /// <summary>Whether what was begun at that instant may still be finished now.</summary>
    public bool AllowsToFinish(DateTimeOffset begunAt, DateTimeOffset now) =>
        begunAt < ClosedFrom && now < ClosedFrom.AddMinutes(GraceMinutes);

    /// <summary>What wakes who waits for a window of this clause, beside the clock: somebody changed it.</summary>
    public static string ChangedEvent(string circularId, string key) => $"window:{circularId}:{key}";
}
