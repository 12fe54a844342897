using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// An instant by which a task is to be answered: who stated it, on which rule and basis, and what became of it.
/// </summary>
public sealed class Deadline
{
    public const string Open = "open";
    public const string Met = "met";
    public const string Missed = "missed";
    public const string Void = "void";

    /// <summary>Stated by the workflow definition: the circular is silent, and a setting decides.</summary>
    public const string ByDefinition = "definition";

    /// <summary>Stated by the circular: the basis is the date's key.</summary>
    public const string ByCircular = "circular";

    public string Id { get; init; } = "";
    public string TaskId { get; init; } = "";
    public string StatedBy { get; init; } = ByDefinition;
    public string? RuleId { get; init; }
    public string Basis { get; init; } = "working-days";
    public int Days { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public string State { get; init; } = Open;

    /// <summary>The same deadline counted in calendar days: holidays don't move it.</summary>
    public Deadline InCalendarDays(int days) => new()
    {
        Id = Id,
        TaskId = TaskId,
        RuleId = RuleId,
        Basis = "calendar-days",
        Days = days,
        DueAt = DueAt,
    };

    /// <summary>The same deadline as a circular states it.</summary>
    /// <param name="key">The date's key, such as "E-03".</param>
    public Deadline By(string key) => new()
    {
        Id = Id,
        TaskId = TaskId,
        StatedBy = ByCircular,
        RuleId = RuleId,
        Basis = key,
        DueAt = DueAt,
    };

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into deadlines (id, task_id, stated_by, rule_id, basis, days, due_at, state)
        values (@Id, @TaskId, @StatedBy, @RuleId, @Basis, @Days, @DueAt, @State)
        """, this);

    /// <summary>Ends the open deadlines of a task: met when answered in time.</summary>
    public static void Close(Transaction transaction, string taskId, DateTimeOffset now, bool answered) => transaction.Write(
        """
        update deadlines set closed_at = @now,
            state = case when @answered = 0 then 'void' when due_at >= @now then 'met' else 'missed' end
        where task_id = @taskId and state = 'open'
        """, new { now, taskId, answered = answered ? 1 : 0 });

    public static void Miss(Transaction transaction, string taskId, DateTimeOffset now) => transaction.Write(
        "update deadlines set state = 'missed', closed_at = @now where task_id = @taskId and state = 'open'",
        new { now, taskId });
}

/// <summary>When a waiting task wakes next: at its reminders, in working days before its end, and at its end.</summary>
public static class Reminders
{
    static readonly TimeOnly Morning = new(8, 30);

    /// <summary>The next reminder or the deadline itself after <paramref name="now"/>; null when both have passed.</summary>
    public static DateTimeOffset? NextWake(
        WorkingCalendar calendar, DateTimeOffset now, DateTimeOffset due, IEnumerable<int> workingDaysBefore)
    {
        var dueDay = ThaiDate.BangkokDate(due);
        // A deadline on a day off counts from the last day somebody works (T78).
        var anchor = calendar.IsWorkingDay(dueDay) ? dueDay : calendar.PreviousWorkingDay(dueDay);
        return workingDaysBefore
            .Select(days => ThaiDate.At(calendar.AddWorkingDays(anchor, -days), Morning))
            .Where(at => at < due)
            .Append(due)
            .Where(at => at > now)
            .Select(at => (DateTimeOffset?)at)
            .Min();
    }
}
