using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// Asks an agency to decide on a request: a reviewer who passes it on, sends it back with numbered points or rejects it;
/// or the Director, who approves or rejects with a one-time code. Nobody decides on a request of their own.
/// </summary>
[Described("ขอความเห็นหรืออนุมัติ", "Approval",
    "ส่งเรื่องให้ผู้ตรวจหรือผู้อำนวยการพิจารณา และรอคำตอบ",
    "Asks a reviewer or the Director to decide, and waits for the answer.", ActivityCategory.People)]
[Outcome("Approved", "เห็นชอบ/อนุมัติ", "Approved")]
[Outcome("SentBack", "ส่งกลับให้แก้ไข", "Sent back")]
[Outcome("Rejected", "ไม่อนุมัติ", "Rejected")]
[Output("DecisionId", "คำวินิจฉัย", "The decision")]
public sealed class Approval(Tools tools) : HumanTask<Approval.Values>(tools)
{
    public const string Approve = "Approve";
    public const string SendBack = "SendBack";
    public const string Reject = "Reject";

    public sealed record Values(
        [Input("บทบาทผู้พิจารณา", "Approver's role")]
        [Option(Role.Reviewer, "ผู้ตรวจคำขอ", "Reviewer")]
        [Option(Role.Director, "ผู้อำนวยการ", "Director")] string ApproverRole,
        [Input("หน่วยงานผู้พิจารณา", "Approver's organisation", OptionsFrom = OptionLists.Agencies)] string Organisation,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ต้องยืนยันด้วยรหัสครั้งเดียว", "One-time code needed", UiHint = "checkbox")] bool StepUp = false,
        [Input("ส่งกลับได้", "May send back", UiHint = "checkbox")] bool MaySendBack = true,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("กำหนด (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.Approval";

    public override IReadOnlyList<string> Outcomes => ["Approved", "SentBack", "Rejected", OfficerLeft.Outcome];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) =>
        SettingsBinder.Problems(node).Any() || SettingsBinder.Constants<Values>(node).MaySendBack
            ? Outcomes
            : [.. Outcomes.Where(outcome => outcome != "SentBack")];

    public override IReadOnlyList<string> Answers => [Approve, SendBack, Reject];

    public override IReadOnlyList<string> SettledInputs => ["approverRole", "organisation"];

    public override IReadOnlyList<string> Outputs => ["DecisionId"];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        if (await OfficerLeft.IsTrueAsync(context, request))
            return null;
        var toDirector = settings.ApproverRole == Role.Director;
        Request.SetStage(
            context.Transaction, request.Id, toDirector ? RequestStage.WithDirector : RequestStage.InReview, context.Now);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            Kind = toDirector ? WorkTask.Decide : WorkTask.Review,
            Role = settings.ApproverRole,
            OrganisationCode = settings.Organisation,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings),
        };
    }

    protected override Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete(OfficerLeft.Outcome));

    protected override Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        OfficerLeft.LookAsync(context);

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var request = await RequestOf.Async(context);
        var decision = Decision.Read(answer);
        if (answer.By == request.PersonId || answer.By == request.FiledBy)
            throw ApprovalRefusals.SelfApproval();
        if (answer.Name == Approve)
            await OwnOfficer.RequireStillAsync(context.Transaction, request.PersonId, request.OrganisationCode, context.Now);
        if (answer.Name == SendBack && !settings.MaySendBack)
            throw ApprovalRefusals.NoSendBack();
        if (answer.Name == SendBack && decision.Points?.Any(point => !string.IsNullOrWhiteSpace(point)) != true)
            throw ApprovalRefusals.PointsNeeded();
        if (answer.Name == Reject && string.IsNullOrWhiteSpace(decision.Reason))
            throw ApprovalRefusals.ReasonNeeded();
        var stepUp = settings.StepUp ? await StepUp.RequireUsedAsync(context.Transaction, decision.StepUpId, task.Id, answer.By, context.Now) : null;
        if (answer.Name == Approve)
            await UnreadAddressee.RequireReadAsync(context, request, decision, answer.By, settings.Rule);
        var id = Decision.Record(context, task, answer, decision, task.Kind, stepUp);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, $"{task.Kind}-{answer.Name.ToLowerInvariant()}", "request", request.Id,
            request.OrganisationCode, settings.Rule, decision.Reason);
        return ActivityResult.Complete(
            answer.Name switch { Approve => "Approved", SendBack => "SentBack", _ => "Rejected" },
            new Dictionary<string, object?> { ["DecisionId"] = id });
    }
}
