namespace WorkflowHost.Activities.Simulation;

/// <summary>What people mean to do, in the order of the clock; at one instant, in the order in which it was planned.</summary>
sealed class Agenda
{
    readonly PriorityQueue<Func<Task>, (DateTimeOffset, long)> deeds = new();
    long planned;

    public DateTimeOffset? Next => deeds.TryPeek(out _, out var when) ? when.Item1 : null;

    public void Plan(DateTimeOffset at, Func<Task> deed) => deeds.Enqueue(deed, (at, planned++));

    /// <summary>The next deed that is due, taken off the agenda; null when there is none.</summary>
    public Func<Task>? TakeDue(DateTimeOffset now) => Next <= now ? deeds.Dequeue() : null;
}
