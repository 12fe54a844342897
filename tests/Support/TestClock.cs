namespace WorkflowHost.Tests.Support;

/// <summary>A clock that only moves when a test pushes it; its timers ring then, on the thread that pushes.</summary>
public sealed class TestClock : TimeProvider
{
    readonly Lock gate = new();
    readonly List<Timer> timers = [];
    DateTimeOffset now;

    public TestClock(DateTimeOffset? start = null) =>
        now = start ?? new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => SetTo(now + by);

    public void SetTo(DateTimeOffset instant)
    {
        List<Timer> ringing;
        lock (gate)
        {
            now = instant.ToUniversalTime();
            ringing = [.. timers.Where(timer => timer.RingsAt <= now)];
        }
        foreach (var timer in ringing)
            timer.Ring(now);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        lock (gate)
            timers.Add(timer);
        return timer;
    }

    sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan every;

        public DateTimeOffset? RingsAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            every = period;
            RingsAt = dueTime < TimeSpan.Zero ? null : clock.now + dueTime;
            return true;
        }

        public void Ring(DateTimeOffset now)
        {
            RingsAt = every > TimeSpan.Zero ? now + every : null;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
