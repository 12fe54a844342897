using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Requests;

/// <summary>Takes a request back before it is decided; by anybody of the organisation.</summary>
public sealed class Withdrawal(Database database, WorkflowRuntime runtime, TimeProvider clock)
{
    /// <exception cref="RefusedException">Not this organisation's, or over already.</exception>
    public async Task WithdrawAsync(string requestId, string reason, Actor actor)
    {
        var request = await database.FirstAsync<Request>("select * from requests where id = @requestId", new { requestId });
        if (request is null || actor.In(request.OrganisationCode, Role.Officer, Role.Clerk, Role.Executive) is null)
            throw Refusals.NotYourOrganisation();
        if (request.Stage == RequestStage.WaitingCheck)
            throw new RefusedException("already-granted",
                "ให้สิทธิไปแล้ว จึงถอนคำขอไม่ได้ หากไม่ใช้สิทธิ ให้ยกเลิกสิทธิที่หน้าสิทธิ",
                "The right is granted, so the request cannot be withdrawn. Revoke the right on the rights page.");
        var cancelled = request.ClosedAt is null && await runtime.CancelAsync(request.InstanceId, actor.PersonId, reason, transaction =>
        {
            Request.Close(transaction, request, RequestStage.Withdrawn, clock.GetUtcNow(), actor.PersonId, reason);
            return Task.CompletedTask;
        });
        if (!cancelled)
            throw new RefusedException("already-over", "คำขอนี้เสร็จสิ้นแล้ว จึงถอนไม่ได้", "This request is over; it cannot be withdrawn.");
    }
}
