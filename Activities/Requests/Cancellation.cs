using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Requests;

/// <summary>An operator ends a request's workflow that can't go on by itself, and with it the request.</summary>
public sealed class Cancellation(Database database, WorkflowRuntime runtime, TimeProvider clock)
{
    /// <exception cref="RefusedException">Not an operator, no reason, over already, or a review (which only ends by an answer).</exception>
    public async Task CancelAsync(string instanceId, string reason, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException("not-an-operator", "เฉพาะผู้ดูแลระบบเท่านั้นที่ยกเลิกกระบวนการได้", "Only an operator can cancel a workflow.");
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่ยกเลิก", "Say why it is cancelled.");
        // A review that vanished would never be asked again: nobody would notice that a right went unreviewed.
        var request = await database.FirstAsync<Request>("select * from requests where instance_id = @instanceId", new { instanceId })
            ?? throw new RefusedException("not-a-request", "กระบวนการนี้ไม่ใช่คำขอ จึงยกเลิกไม่ได้ ให้ตอบการทบทวนหรือยกเลิกสิทธิแทน",
                "This workflow is not a request's. Answer the review, or revoke the right.");
        var cancelled = await runtime.CancelAsync(instanceId, actor.PersonId, reason, transaction =>
        {
            var now = clock.GetUtcNow();
            Request.Close(transaction, request, RequestStage.Withdrawn, now, actor.PersonId, reason);
            AuditTrail.Add(transaction, now, actor.PersonId, "instance-cancelled", "instance", instanceId, request.OrganisationCode,
                detail: reason);
            return Task.CompletedTask;
        });
        if (!cancelled)
            throw new RefusedException("already-over", "กระบวนการนี้เสร็จสิ้นแล้ว จึงยกเลิกไม่ได้", "This workflow is over; it cannot be cancelled.");
    }
}
