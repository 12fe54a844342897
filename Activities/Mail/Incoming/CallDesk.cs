using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>
/// What an operator writes down who calls somebody: a mail that nobody got by any way (T51), or a task at the end of its
/// escalation (feature 14).
/// </summary>
public sealed class CallDesk(Database database, TimeProvider clock)
{
    /// <summary>The person of an undelivered mail was reached: the interval in which they knew nothing ends.</summary>
    /// <exception cref="RefusedException">Not an operator, no note, or reached before.</exception>
    public Task ReachedAsync(string undeliveredId, string note, Actor by)
    {
        var said = Require(note, by);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var reached = await transaction.QueryAsync<Interval>(
                """
                update undelivered_mails set to_at = @now, reached_by = @PersonId, reached_note = @said
                where id = @undeliveredId and to_at is null returning request_id, organisation_code, outbox_key, from_at
                """, new { now, by.PersonId, said, undeliveredId });
            if (reached is not [var interval])
                throw new RefusedException("reached-before", "บันทึกการติดต่อไปก่อนแล้ว โหลดหน้านี้ใหม่",
                    "Somebody wrote that down before. Load the page again.");
            AuditTrail.Add(transaction, now, by.PersonId, "mail-told-by-phone", interval.RequestId is null ? "mail" : "request",
                interval.RequestId ?? interval.OutboxKey, interval.OrganisationCode,
                detail: $"{ThaiDate.WithTime(interval.FromAt)} - {ThaiDate.WithTime(now)}; {said}");
        });
    }

    /// <summary>A call about a task that is on the call list.</summary>
    /// <exception cref="RefusedException">Not an operator, no note, or the task is over.</exception>
    public Task CalledAsync(string taskId, bool reached, string note, Actor by)
    {
        var said = Require(note, by);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await WorkTask.FindAsync(transaction, taskId) is not { ClosedAt: null } task)
                throw new RefusedException(
                    "task-over", "เรื่องนี้มีผู้ตอบแล้ว ไม่ต้องโทรอีก", "This was answered; no call is needed.");
            transaction.Write(
                "insert into task_calls (id, task_id, reached, note, by_person, at) "
                + "values (@id, @taskId, @reached, @said, @PersonId, @now)",
                new { id = Ids.New(now), taskId, reached = reached ? 1 : 0, said, by.PersonId, now });
            AuditTrail.Add(
                transaction, now, by.PersonId, "task-called", "task", taskId, task.OrganisationCode, task.RuleId, said);
        });
    }

    static string Require(string note, Actor by)
    {
        if (!by.Is(Role.Operator))
            throw new RefusedException("operator-only", "เฉพาะผู้ดูแลระบบเท่านั้น", "Only an operator can do this.");
        return note.Trim() is { Length: > 0 and <= 500 } said ? said : throw new RefusedException("note-needed",
            "โปรดจดว่าพูดกับใครและว่าอย่างไร ไม่เกิน 500 ตัวอักษร",
            "Write down whom you spoke to and what was said, in 500 characters.");
    }

    sealed class Interval
    {
        public string? RequestId { get; init; }
        public string? OrganisationCode { get; init; }
        public string OutboxKey { get; init; } = "";
        public DateTimeOffset FromAt { get; init; }
    }
}
