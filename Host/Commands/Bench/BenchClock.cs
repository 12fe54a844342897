using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>A clock that a bench pushes from one office day's morning to the next day's.</summary>
sealed class BenchClock(DateTimeOffset start) : TimeProvider
{
    DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public void PushDay() => now = ThaiDate.At(ThaiDate.BangkokDate(now).AddDays(1), new TimeOnly(8, 40));

    public void GoTo(DateTimeOffset instant) => now = instant;

    public void Push(TimeSpan by) => now += by;
}
