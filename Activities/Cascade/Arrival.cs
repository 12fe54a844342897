using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// A circular reaches organisations at an instant: what time they have left, in office hours, by which deadline (T14). One
/// statement for all whom one office passes it on to, since the same holds for them.
/// </summary>
public static class Arrival
{
    /// <param name="from">The office that passes it on; null for the centre.</param>
    /// <param name="shownAt">The earliest deadline stated above them, and by whom.</param>
    internal static void Of(Transaction transaction, Sending sending, WorkingCalendar calendar, string? from, DateTimeOffset now,
        DateTimeOffset? enforcedAt, DateTimeOffset? shownAt, string? shownBy)
    {
        var minutes = MinutesLeft(calendar, now, enforcedAt);
        transaction.Write(
            $"""
            update deliveries set arrived_at = @now, enforced_at = @enforcedAt, shown_at = @shownAt, shown_by = @shownBy,
                minutes_left = @minutes, is_late = @late
            where sending_id = @Id and arrived_at is null and {(from is null ? "from_code is null" : "from_code = @from")}
            """,
            new
            {
                now,
                enforcedAt,
                shownAt,
                shownBy,
                minutes,
                late = minutes < sending.LeastMinutes ? 1 : 0,
                sending.Id,
                from,
            });
    }

    /// <summary>Office time until the deadline, in whole minutes; 0 when it has passed, null when there is none.</summary>
    public static long? MinutesLeft(WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset? until) => until is { } end
        ? Math.Max(0, (long)calendar.WorkingHoursBetween(from, end).TotalMinutes)
        : null;

    /// <summary>
    /// When somebody reached at that instant can next do something: the next office hour before the deadline, or else the next
    /// office hour once the circular's system opens again; null when it doesn't.
    /// </summary>
    public static DateTimeOffset? NextUsable(WorkingCalendar calendar, DateTimeOffset arrived, DateTimeOffset? deadline,
        IEnumerable<CircularDateRow> dates)
    {
        var office = calendar.OfficeTimeFrom(arrived);
        if (deadline is null || office < deadline)
            return office;
        var opens = dates.Where(date => date.Kind == "opens" && date.IsIssuers && date.At > deadline)
            .Select(date => (DateTimeOffset?)date.At).Min();
        return opens is { } opening ? calendar.OfficeTimeFrom(opening > arrived ? opening : arrived) : null;
    }
}
