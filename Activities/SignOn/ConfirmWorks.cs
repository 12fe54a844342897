using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.SignOn;

/// <summary>
/// Asks the officer to sign in to the system that was granted and to say whether the right works (B-05): that answer is the
/// evidence of the check. Silence reminds them, and tells the province, until it is given up.
/// </summary>
[Described("เจ้าหน้าที่ยืนยันว่าสิทธิใช้ได้", "Confirm that it works",
    "ให้เจ้าหน้าที่เข้าใช้ระบบที่ได้รับสิทธิ แล้วยืนยันว่าใช้ได้หรือไม่",
    "Asks the officer to sign in to the system and say whether the right works.", ActivityCategory.People)]
[Outcome(Works, "ใช้ได้", "It works")]
[Outcome(NotWorking, "ใช้ไม่ได้", "It doesn't work")]
[Outcome(NoAnswer, "ไม่ยืนยัน", "Never confirmed")]
public sealed class ConfirmWorks(Tools tools) : HumanTask<ConfirmWorks.Values>(tools)
{
    public const string Works = "Works";
    public const string NotWorking = "NotWorking";
    public const string NoAnswer = "NoAnswer";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("กำหนด (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")]
        IReadOnlyList<string>? RemindBefore = null,
        [Input("เลยกำหนดแล้วเตือนซ้ำ และแจ้งจังหวัดด้วยแม่แบบ", "When overdue, remind again and tell the province by this mail",
            OptionsFrom = OptionLists.MailTemplates)] string EscalationMail = "",
        [Input("แจ้งจังหวัดได้ไม่เกิน (ครั้ง)", "Tell the province at most (times)")] int MostEscalations = 3,
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
        IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.ConfirmWorks";

    public override IReadOnlyList<string> Outcomes => [Works, NotWorking, NoAnswer, OfficerLeft.Outcome];

    public override IReadOnlyList<string> Answers => [Works, NotWorking];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        foreach (var problem in base.Problems(node, definition))
            yield return problem;
        if (SettingsBinder.Constants<Values>(node).EscalationMail is { Length: > 0 } mail)
            foreach (var problem in Tools.Templates.Problems(mail, "escalationMail"))
                yield return problem;
    }

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        if (await OfficerLeft.IsTrueAsync(context, request))
            return null;
        Request.SetStage(context.Transaction, request.Id, RequestStage.WaitingCheck, context.Now);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            Kind = WorkTask.ConfirmWorks,
            Role = Role.Officer,
            OrganisationCode = request.OrganisationCode,
            PersonId = request.PersonId,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings, request.OrganisationCode),
        };
    }

    protected override Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete(OfficerLeft.Outcome));

    protected override Task<ActivityResult.Completed?> LookAsync(
        ActivityExecutionContext context, Values settings, WorkTask task) => OfficerLeft.LookAsync(context);

    protected override async Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        if (settings.EscalationMail.Length == 0)
            return await base.OverdueAsync(context, settings, task);
        if (await Escalation.TimesAsync(context, task) < settings.MostEscalations)
            return await Escalation.AskAgainAsync(context, Tools, task, settings.Mail, settings.EscalationMail,
                settings.DueWorkingDays, () => RecipientsAsync(context, task));
        WorkTask.Close(context.Transaction, task.Id, context.Now, by: null, NoAnswer);
        return ActivityResult.Complete(NoAnswer);
    }

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var request = await RequestOf.Async(context);
        var said = Decision.Read(answer);
        if (answer.Name == NotWorking && string.IsNullOrWhiteSpace(said.Reason))
            throw new RefusedException("reason-needed",
                "โปรดบอกว่าใช้ไม่ได้อย่างไร เช่น ข้อความที่ระบบแสดง", "Say what doesn't work, such as the message you saw.",
                settings.Rule);
        Decision.Record(context, task, answer, said, task.Kind);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, answer.Name == Works ? "right-works" : "right-not-working",
            "request", request.Id, request.OrganisationCode, settings.Rule, said.Reason);
        return ActivityResult.Complete(answer.Name);
    }
}
