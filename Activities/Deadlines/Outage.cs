using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// A time in which people could not answer, and what an operator decides about the deadlines that fell into it (T101).
/// </summary>
/// <param name="Id">The form's key: the same form sent twice is one outage.</param>
/// <param name="From">Deadlines that end from this instant on (UTC),</param>
/// <param name="To">up to this one.</param>
/// <param name="Days">Working days of their own office that each gets, after its day and after the outage.</param>
/// <param name="CircularId">Only what rests on a clause of this circular; empty for all.</param>
/// <param name="Kind">Only tasks of this kind; empty for all.</param>
public sealed record Outage(
    string Id, DateTimeOffset From, DateTimeOffset To, int Days, string CircularId, string Kind, string Reason)
{
    /// <summary>What the moves of an outage name as their cause.</summary>
    public static string Cause(string id) => "outage:" + id;

    /// <summary>
    /// The new end: so many working days after the deadline's own day, after the outage's last day, or after today where that is
    /// later: nobody gets a day that is over. Always after the outage, so that it moves once.
    /// </summary>
    public DateTimeOffset NewEnd(WorkingCalendar calendar, DateTimeOffset due, DateTimeOffset now)
    {
        var last = ThaiDate.BangkokDate(due > To ? due : To);
        var today = ThaiDate.BangkokDate(now);
        return ThaiDate.EndOfDay(calendar.AddWorkingDays(last > today ? last : today, Days));
    }
}
