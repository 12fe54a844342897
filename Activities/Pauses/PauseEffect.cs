using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Pauses;

/// <summary>Which deadlines move when a circular goes on, and to when.</summary>
/// <param name="ByKind">How many, by kind of task.</param>
/// <param name="First">The first of them, in the order of their new instant.</param>
public sealed record PauseEffect(IReadOnlyDictionary<string, int> ByKind, IReadOnlyList<MovedDeadline> First)
{
    const int Portion = 1_000;
    const int MostShown = 50;

    public int Count => ByKind.Values.Sum();

    /// <summary>Looks only; writes nothing.</summary>
    public static async Task<PauseEffect> OfAsync(
        Database database, WorkingCalendar calendar, CircularPause pause, DateTimeOffset resumed)
    {
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var first = new List<MovedDeadline>();
        await foreach (var moved in MovedAsync(database, calendar, pause, resumed))
        {
            byKind[moved.Deadline.Kind] = byKind.GetValueOrDefault(moved.Deadline.Kind) + 1;
            if (first.Count < MostShown)
                first.Add(moved);
        }
        return new PauseEffect(byKind, [.. first.OrderBy(moved => moved.To)]);
    }

    /// <summary>
    /// The open deadlines that the pause has not moved yet. What was due before the pause began has passed, and stays; a day that
    /// an amendment stated meanwhile counts from there.
    /// </summary>
    internal static async IAsyncEnumerable<MovedDeadline> MovedAsync(
        Database database, WorkingCalendar calendar, CircularPause pause, DateTimeOffset resumed)
    {
        var after = "";
        while (await OpenAsync(database, pause, after) is { Count: > 0 } portion)
        {
            after = portion[^1].Id;
            foreach (var deadline in portion)
                if (Moved(calendar.For(deadline.OrganisationCode), pause, resumed, deadline) is { } moved)
                    yield return moved;
        }
    }

    /// <summary>
    /// As many working days later as it stood still. Where those are too few to leave anybody time, the end of the next working
    /// day. What had passed before stays.
    /// </summary>
    /// <param name="since">Opened or stated since then: its clock ran from there.</param>
    internal static DateTimeOffset Later(
        WorkingCalendar calendar, CircularPause pause, DateTimeOffset resumed, DateTimeOffset since, DateTimeOffset due)
    {
        var from = since > pause.PausedAt ? since : pause.PausedAt;
        if (due <= pause.PausedAt || from >= resumed)
            return due;
        var today = ThaiDate.BangkokDate(resumed);
        var days = calendar.WorkingDaysBetween(ThaiDate.BangkokDate(from), today);
        var day = ThaiDate.BangkokDate(due);
        var to = days <= 0 ? due : due.AddDays(calendar.AddWorkingDays(day, days).DayNumber - day.DayNumber);
        return to > resumed ? to : ThaiDate.EndOfDay(calendar.NextWorkingDay(today));
    }

    // The earlier day that a province or district stated moves as far, and stays the earlier one.
    static MovedDeadline? Moved(
        WorkingCalendar calendar, CircularPause pause, DateTimeOffset resumed, RunningDeadline deadline)
    {
        var to = Later(calendar, pause, resumed, deadline.OpenedAt, deadline.DueAt);
        if (to <= deadline.DueAt)
            return null;
        var shown = deadline.ShownDueAt is { } earlier
            ? Later(calendar, pause, resumed, deadline.OpenedAt, earlier) : (DateTimeOffset?)null;
        return new MovedDeadline(deadline, to, shown < to ? shown : null);
    }

    static Task<IReadOnlyList<RunningDeadline>> OpenAsync(Database database, CircularPause pause, string after) =>
        database.QueryAsync<RunningDeadline>(
            $"""
            select d.id, d.task_id, t.instance_id, t.kind, t.organisation_code, d.rule_id, d.days, d.due_at, t.shown_due_at,
                coalesce((select max(a.at) from deadline_moves a where a.deadline_id = d.id and a.cause like 'amendment%'),
                    t.opened_at) as opened_at
            from deadlines d join tasks t on t.id = d.task_id {CircularPause.PlaceOfTask}
            where d.state = 'open' and d.id > @after and d.due_at > @PausedAt and t.rule_id like @Clauses and o.path like @Below
                and not exists (select 1 from deadline_moves v where v.cause = @Cause and v.deadline_id = d.id)
            order by d.id limit {Portion}
            """, new { after, pause.PausedAt, pause.Clauses, pause.Below, pause.Cause });
}
