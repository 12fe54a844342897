using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// Moves one running deadline by an operator's decision, with its reason (T52, T101); who owes the answer is told.
/// </summary>
public sealed class DeadlineDesk(Database database, DeadlineNotices notices, TimeProvider clock)
{
    /// <param name="lastDay">The new last day in Bangkok; the deadline ends with it.</param>
    /// <exception cref="RefusedException">
    /// Not an operator, no reason, a day that isn't after the one it has, or a deadline that isn't open.
    /// </exception>
    public Task MoveAsync(string deadlineId, DateOnly lastDay, string reason, Actor actor) =>
        database.WriteAsync(async transaction =>
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException(
                "operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่เลื่อนกำหนดเวลาได้", "Only an operator moves deadlines.");
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่เลื่อน", "Say why it is moved.");
        var deadline = await FindAsync(transaction, deadlineId) ?? throw Over();
        var to = ThaiDate.EndOfDay(lastDay);
        if (to <= deadline.DueAt)
            throw new RefusedException("not-later",
                $"กำหนดเดิมคือ {ThaiDate.WithTime(deadline.DueAt)} เลื่อนได้เฉพาะไปวันที่ช้ากว่านั้น",
                $"It ends {ThaiDate.EnglishWithTime(deadline.DueAt)}; it can only be moved to a later day.");
        var now = clock.GetUtcNow();
        var cause = $"decision:{Ids.New(now)}";
        if (!await deadline.MoveAsync(transaction, to, cause, reason.Trim(), actor.PersonId, now))
            throw Over();
        await notices.TellAsync(transaction, cause, reason.Trim());
    });

    static Task<RunningDeadline?> FindAsync(Transaction transaction, string id) => transaction.FirstAsync<RunningDeadline>(
        """
        select d.id, d.task_id, t.instance_id, t.kind, t.organisation_code, d.rule_id, d.days, t.opened_at, d.due_at
        from deadlines d join tasks t on t.id = d.task_id where d.id = @id and d.state = 'open'
        """, new { id });

    static RefusedException Over() => new("deadline-over",
        "กำหนดเวลานี้สิ้นสุดแล้ว หรือมีผู้เลื่อนไปแล้ว โหลดหน้านี้ใหม่",
        "This deadline is over, or somebody moved it. Load the page again.");
}
