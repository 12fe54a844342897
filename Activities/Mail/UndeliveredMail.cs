using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail;

/// <summary>
/// Puts what was given up back into the queue, once its cause is mended; the same mail, under the same identity.
/// </summary>
public sealed class UndeliveredMail(Database database, TimeProvider clock)
{
    /// <param name="id">One item of the outbox; all that failed when null.</param>
    /// <returns>How many go out again.</returns>
    /// <exception cref="RefusedException">Not an operator.</exception>
    public Task<int> TryAgainAsync(string? id, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException(
                "operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่ส่งใหม่ได้", "Only an operator can send again.");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var again = await transaction.ExecuteAsync(
                """
                update outbox set failed_at = null, due_at = @now, attempts = 0
                where failed_at is not null and done_at is null and (@all = 1 or id = @id)
                """, new { now, all = id is null ? 1 : 0, id = id ?? "" });
            if (again > 0)
                AuditTrail.Add(transaction, now, actor.PersonId, "outbox-again", "outbox", id ?? "all", detail: $"{again}");
            return again;
        });
    }
}
