using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// The yearly question: is the holder still right? Confirm, replace, or give up; silence until the end of the
/// window is an outcome of its own. Ends by itself when the right ends (T90) or is confirmed by another way.
/// </summary>
[Described("ถามทบทวนประจำปี", "Yearly review",
    "ถามว่าผู้ถือสิทธิยังถูกต้องหรือไม่ และรอคำตอบจนสิ้นกำหนด",
    "Asks whether the holder is still right, and waits until the window ends.", ActivityCategory.People)]
[Outcome("Confirmed", "ยืนยัน", "Confirmed")]
[Outcome("Replace", "ขอเปลี่ยนตัว", "Replace")]
[Outcome("GivenUp", "คืนสิทธิ", "Given up")]
[Outcome("NoAnswer", "ไม่มีคำตอบ", "No answer")]
[Outcome("Ended", "สิทธิสิ้นสุดหรือยืนยันแล้วทางอื่น", "Ended or confirmed otherwise")]
[Outcome("NobodyToAsk", "ไม่มีผู้ใดให้ถาม", "Nobody to ask")]
public sealed class AskReview(Tools tools) : HumanTask<AskReview.Values>(tools)
{
    public const string Holder = "holder";

    public sealed record Values(
        [Input("ถามใคร", "Who is asked")]
        [Option(Holder, "ผู้ถือสิทธิ", "The holder")]
        [Option(Role.Executive, "ผู้บริหาร", "The chief executive")] string Audience,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ตอบได้ภายใน (วันปฏิทิน)", "Window (calendar days)")] int WindowDays = 30,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null)
        : IHumanTaskSettings
    {
        public int DueWorkingDays => 0;

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.AskReview";

    /// <summary>NobodyToAsk differs from NoAnswer: no executive, no clerk and no coordinator holds office (T93).</summary>
    public override IReadOnlyList<string> Outcomes => ["Confirmed", "Replace", "GivenUp", "NoAnswer", "Ended", "NobodyToAsk"];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) =>
        SettingsBinder.Problems(node).Any() || SettingsBinder.Constants<Values>(node).Audience != Holder ? Outcomes : Outcomes.Take(5).ToList();

    public override IReadOnlyList<string> Answers => ["Confirm", "Replace", "GiveUp"];

    public override IReadOnlyList<string> SettledInputs => ["audience"];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var right = await RightOf.Async(context);
        if (right.ValidTo is not null)
            return null;
        var asked = settings.Audience == Holder
            ? new Asked(right.OrganisationCode, [Role.Officer, Role.Executive, Role.Clerk])
            : await Asked.ForAsync(context, right, settings.Rule);
        return asked is null ? null : new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RightId = right.Id,
            Kind = WorkTask.YearlyReview,
            Role = string.Join(' ', asked.Roles),
            OrganisationCode = asked.Organisation,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = Calendar.ThaiDate.EndOfDay(Calendar.ThaiDate.BangkokDate(context.Now).AddDays(settings.WindowDays)),
        };
    }

    // The holder and the clerk; the executive may answer for them, and is asked when both are silent. While it is held, nobody.
    protected override async Task<IReadOnlyList<Person>> RecipientsAsync(ActivityExecutionContext context, WorkTask task)
    {
        var right = await RightOf.Async(context);
        if (await CampaignHold.FindAsync(context, right.PersonId) is not null)
            return [];
        return Settings(context).Audience == Holder
            ? await TaskMail.WithRolesAsync(context, task, [right.PersonId], [Role.Clerk])
            : await TaskMail.AllWhoMayAnswerAsync(context, task);
    }

    protected override async Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        ActivityResult.Complete((await RightOf.Async(context)).ValidTo is null ? "NobodyToAsk" : "Ended");

    protected override string? EventName(WorkTask task) => Right.ChangedEvent(task.RightId!);

    protected override async Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        await RightOf.Async(context) is { ValidTo: null } right && right.ConfirmedAt <= task.OpenedAt ? null : ActivityResult.Complete("Ended");

    protected override Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        WorkTask.Close(context.Transaction, task.Id, context.Now, by: null, "NoAnswer");
        AuditTrail.Add(context.Transaction, context.Now, null, "review-no-answer", "right", task.RightId!, task.OrganisationCode, settings.Rule,
            settings.Audience);
        return Task.FromResult<ActivityResult>(ActivityResult.Complete("NoAnswer"));
    }

    protected override Deadline Stated(Deadline deadline, Values settings, WorkTask task) => deadline.InCalendarDays(settings.WindowDays);

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var right = await RightOf.Async(context);
        if (answer.Membership.Role == Role.Officer && answer.By != right.PersonId)
            throw new RefusedException("not-your-right",
                "สิทธินี้เป็นของเจ้าหน้าที่คนอื่น ผู้ถือสิทธิ ผู้บริหาร หรือปลัดเท่านั้นที่ตอบได้",
                "This is somebody else's right; its holder, the executive or the clerk can answer.");
        await CampaignHold.RequireNotExcludedAsync(context, right.PersonId);
        if (answer.Name == "Confirm")
            await OwnOfficer.RequireStillAsync(context.Transaction, right.PersonId, right.OrganisationCode, context.Now);
        Decision.Record(context, task, answer, Decision.Read(answer), task.Kind);
        ReviewAnswers.Note(context, right.Id, answer.Name, answer.By, task.DueAt!.Value);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "review-" + answer.Name.ToLowerInvariant(), "right", right.Id,
            right.OrganisationCode, settings.Rule);
        return ActivityResult.Complete(answer.Name switch { "Confirm" => "Confirmed", "GiveUp" => "GivenUp", _ => "Replace" });
    }
}
