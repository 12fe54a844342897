namespace WorkflowHost.Activities.Simulation;

/// <summary>A clock that stands still until it is pushed on; it never goes back. Others may look at it meanwhile.</summary>
sealed class PushedClock(DateTimeOffset start) : TimeProvider
{
    long now = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref now);

    public void PushTo(DateTimeOffset instant) => Volatile.Write(ref now, Math.Max(now, instant.UtcTicks));
}
