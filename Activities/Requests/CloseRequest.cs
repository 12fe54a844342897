using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// Ends a request without a grant: rejected, withdrawn, the old holder kept, the same officer confirmed, or nothing left to
/// confirm.
/// </summary>
[Described("ปิดคำขอ", "Close the request",
    "ปิดคำขอโดยไม่ให้สิทธิ พร้อมระบุผล",
    "Ends a request without a grant, and says how.", ActivityCategory.Cases)]
public sealed class CloseRequest : Activity<CloseRequest.Values>
{
    public sealed record Values(
        [Input("ผล", "Outcome")]
        [Option(RequestStage.Rejected, "ไม่อนุมัติ", "Rejected")]
        [Option(RequestStage.Granted, "ได้รับสิทธิแล้ว", "Granted")]
        [Option(RequestStage.Left, "เจ้าหน้าที่พ้นจากหน่วยงาน", "The officer has left")]
        [Option(RequestStage.Kept, "คงผู้ถือสิทธิเดิม", "The old holder stays")]
        [Option(RequestStage.Confirmed, "ยืนยันคนเดิมแล้ว", "Confirmed")]
        [Option(RequestStage.RightEnded, "สิทธิเดิมสิ้นสุดแล้ว", "The old right has ended")]
        [Option(RequestStage.Withdrawn, "ถอนคำขอ", "Withdrawn")] string Outcome);

    public override string Type => "Gov.CloseRequest";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var request = await RequestOf.Async(context);
        Request.Close(context.Transaction, request, Settings(context).Outcome, context.Now, context.By, null);
        return ActivityResult.Done;
    }
}
