using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Rights;

/// <summary>
/// Holds a replacement until the old right has been revoked: asks the executive or the clerk to confirm (left open
/// 5), and goes on at once when the right ends by another way.
/// </summary>
[Described("ยกเลิกสิทธิเดิมก่อน", "Revoke first",
    "รอให้ผู้บริหารหรือปลัดยืนยันการยกเลิกสิทธิของคนเดิม",
    "Holds a replacement until the old right has been revoked.", ActivityCategory.People)]
[Outcome("Revoked", "ยกเลิกแล้ว", "Revoked")]
[Outcome("Kept", "คงคนเดิม", "Kept")]
public sealed class RevokeFirst(Tools tools) : HumanTask<RevokeFirst.Values>(tools)
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("เตือนเมื่อที่นั่งว่างเกิน (วันทำการ)", "Alarm when the seat is empty for (working days)")] int GapAlarmWorkingDays = 3,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("กำหนด (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null,
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
            IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];

        public IReadOnlyList<string> EscalationLines => Escalate ?? [];
    }

    public override string Type => "Gov.RevokeFirst";

    public override IReadOnlyList<string> Outcomes => ["Revoked", "Kept", OfficerLeft.Outcome];

    /// <summary>Keep: the old holder stays, and the request ends.</summary>
    public override IReadOnlyList<string> Answers => ["Revoke", "Keep"];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        var right = await Right.GetAsync(context.Transaction, request.OldRightId!);
        if (right.ValidTo is not null || await OfficerLeft.IsTrueAsync(context, request))
            return null;
        Request.SetStage(context.Transaction, request.Id, RequestStage.WaitingRevoke, context.Now);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            RightId = right.Id,
            Kind = WorkTask.RevokeFirst,
            Role = $"{Role.Executive} {Role.Clerk}",
            OrganisationCode = request.OrganisationCode,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings, request.OrganisationCode),
        };
    }

    // The next step sees for itself whether the officer is still there.
    protected override async Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        ActivityResult.Complete((await RightOf.Async(context)).ValidTo is null ? OfficerLeft.Outcome : "Revoked");

    protected override string? EventName(WorkTask task) => Right.ChangedEvent(task.RightId!);

    protected override async Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        (await Right.GetAsync(context.Transaction, task.RightId!)).ValidTo is null
            ? await OfficerLeft.LookAsync(context)
            : ActivityResult.Complete("Revoked");

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var decision = Decision.Read(answer);
        // Who is to have the seat does not empty it (self-approval is by person, whatever other office they hold).
        if (answer.Name == "Revoke" && answer.By == (await RequestOf.Async(context)).PersonId)
            throw ApprovalRefusals.SelfApproval();
        Decision.Record(context, task, answer, decision, task.Kind);
        if (answer.Name == "Keep")
            return ActivityResult.Complete("Kept");
        var right = await Right.GetAsync(context.Transaction, task.RightId!);
        await right.EndAsync(context.Transaction, context.Now, answer.By, "replaced", settings.Rule,
            Gap.AlarmAt(CalendarOf(right.OrganisationCode), context.Now, settings.GapAlarmWorkingDays));
        return ActivityResult.Complete("Revoked");
    }
}

/// <summary>When an empty seat becomes an alarm.</summary>
public static class Gap
{
    /// <summary>The end of the n-th working day after it began; null when the setting is 0.</summary>
    public static DateTimeOffset? AlarmAt(WorkingCalendar calendar, DateTimeOffset beganAt, int workingDays) =>
        workingDays == 0 ? null : calendar.DueAfterWorkingDays(beganAt, workingDays);
}
