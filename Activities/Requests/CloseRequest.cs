using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// Ends a request without a grant: rejected, withdrawn, the old holder kept, the same officer confirmed, or nothing left to
/// confirm.
/// </summary>
public sealed class CloseRequest : Activity<CloseRequest.Values>
{
    public sealed record Values(
        [Input("ผล", "Outcome", UiHint = "dropdown",
            Options = [RequestStage.Rejected, RequestStage.Kept, RequestStage.Confirmed, RequestStage.RightEnded, RequestStage.Withdrawn])] string Outcome);

    public override string Type => "Gov.CloseRequest";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var request = await RequestOf.Async(context);
        Request.Close(context.Transaction, request, Settings(context).Outcome, context.Now, context.By, null);
        return ActivityResult.Done;
    }
}
