namespace WorkflowHost.Tests.Support;

/// <summary>A clock that only moves when a test pushes it.</summary>
public sealed class TestClock : TimeProvider
{
    DateTimeOffset now;

    public TestClock(DateTimeOffset? start = null) =>
        now = start ?? new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => now += by;

    public void SetTo(DateTimeOffset instant) => now = instant.ToUniversalTime();
}
