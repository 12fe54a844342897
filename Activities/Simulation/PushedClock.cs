namespace WorkflowHost.Activities.Simulation;

/// <summary>A clock that stands still until it is pushed on; it never goes back.</summary>
sealed class PushedClock(DateTimeOffset start) : TimeProvider
{
    DateTimeOffset now = start.ToUniversalTime();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public void PushTo(DateTimeOffset instant) => now = instant > now ? instant.ToUniversalTime() : now;
}
