using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// The outcome by which every waiting step of a request gives way when the officer it is for has left the organisation
/// (T33): the request is frozen and its executive is asked (<see cref="ChangeOfficer"/>).
/// </summary>
static class OfficerLeft
{
    public const string Outcome = "OfficerLeft";

    public static async Task<bool> IsTrueAsync(ActivityExecutionContext context, Request request) =>
        !await OwnOfficer.IsAsync(context.Transaction, request.PersonId, request.OrganisationCode, context.Now);

    /// <summary>The outcome when the officer of this instance's request has left, or null.</summary>
    public static async Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context)
    {
        var request = await RequestOf.Async(context);
        if (await IsTrueAsync(context, request))
            return ActivityResult.Complete(Outcome);
        // Left, and in the office again before anybody was asked: nothing is to be changed.
        if (request.OfficerLeftAt is not null)
        {
            context.Transaction.Write("update requests set officer_left_at = null where id = @Id", new { request.Id });
            AuditTrail.Add(context.Transaction, context.Now, context.By, "officer-back", "request", request.Id, request.OrganisationCode);
        }
        return null;
    }

    /// <summary>Freezes the request from outside its workflow, and wakes the step it waits in.</summary>
    public static async Task FreezeAsync(Transaction transaction, Request request, DateTimeOffset now, string? by, string order)
    {
        if (await MarkAsync(transaction, request, now, by, order))
            transaction.Write(
                "update bookmarks set due_at = @now where instance_id = @InstanceId and kind = 'Resume'", new { now, request.InstanceId });
    }

    /// <param name="order">What the departure rests on; "-" when nobody said.</param>
    /// <returns>False when it was marked before, or is over.</returns>
    public static async Task<bool> MarkAsync(Transaction transaction, Request request, DateTimeOffset now, string? by, string order)
    {
        if (await transaction.ExecuteAsync(
            "update requests set officer_left_at = @now where id = @Id and officer_left_at is null and closed_at is null",
            new { now, request.Id }) == 0)
            return false;
        AuditTrail.Add(transaction, now, by, "officer-left", "request", request.Id, request.OrganisationCode, detail: order);
        return true;
    }
}
