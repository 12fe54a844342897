using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>What a new holiday would move, before it moves anything (T75).</summary>
/// <param name="Day">The holiday.</param>
/// <param name="WasWorkingDay">False when offices are closed that day anyway; then nothing moves.</param>
/// <param name="ByKind">Deadlines that move, by kind of task.</param>
/// <param name="First">The first of them, in the order of their new instant.</param>
public sealed record HolidayEffect(
    DateOnly Day, bool WasWorkingDay, IReadOnlyDictionary<string, int> ByKind, IReadOnlyList<MovedDeadline> First)
{
    const int Portion = 1_000;
    const int MostShown = 50;

    public int Count => ByKind.Values.Sum();

    /// <summary>Looks at every open deadline that the day could touch; writes nothing.</summary>
    /// <param name="calendar">As it is now, without the day.</param>
    /// <param name="office">The one office that is closed; all when null.</param>
    public static async Task<HolidayEffect> OfAsync(
        Database database, WorkingCalendar calendar, DateOnly day, DateTimeOffset now, string? office = null)
    {
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var first = new List<MovedDeadline>();
        var wasWorkingDay = (office is null ? calendar : calendar.For(office)).IsWorkingDay(day);
        var with = office is null ? calendar.With(day) : calendar.With(day, office);
        if (wasWorkingDay)
            await foreach (var moved in MovedAsync(database, with, day, now, office))
            {
                byKind[moved.Deadline.Kind] = byKind.GetValueOrDefault(moved.Deadline.Kind) + 1;
                if (first.Count < MostShown)
                    first.Add(moved);
            }
        return new HolidayEffect(day, wasWorkingDay, byKind, [.. first.OrderBy(moved => moved.To)]);
    }

    /// <summary>
    /// The deadlines whose working days are other ones when the day is a holiday. What has passed isn't among them.
    /// </summary>
    /// <param name="calendar">With the day.</param>
    public static async IAsyncEnumerable<MovedDeadline> MovedAsync(
        Database database, WorkingCalendar calendar, DateOnly day, DateTimeOffset now, string? office = null)
    {
        var from = ThaiDate.StartOfDay(day) > now ? ThaiDate.StartOfDay(day) : now;
        string? after = null;
        while (await RunningDeadline.InWorkingDaysAsync(database, from, after, Portion, office) is { Count: > 0 } portion)
        {
            after = portion[^1].Id;
            foreach (var deadline in portion)
            {
                var due = calendar.For(deadline.OrganisationCode).DueAfterWorkingDays(deadline.OpenedAt, deadline.Days);
                // One that somebody moved further already has the room.
                if (due > deadline.DueAt)
                    yield return new MovedDeadline(deadline, due);
            }
        }
    }
}

/// <summary>A deadline and the instant it moves to (UTC).</summary>
/// <param name="ShownTo">Where an earlier day that is shown instead moves to; null when there is none, or none any more.</param>
public sealed record MovedDeadline(RunningDeadline Deadline, DateTimeOffset To, DateTimeOffset? ShownTo = null);
