using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// Holds a request whose officer has left (T33) until the executive or the clerk says how it goes on: with another officer,
/// who proves identity and needs a letter of their own, or not at all. What was proved and decided before stays on record.
/// </summary>
[Described("เจ้าหน้าที่พ้นจากหน่วยงาน", "Officer has left",
    "พักคำขอไว้จนกว่าผู้บริหารหรือปลัดจะเลือกเจ้าหน้าที่คนใหม่ หรือถอนคำขอ",
    "Holds the request until the executive or the clerk names another officer, or withdraws it.", ActivityCategory.People)]
[Outcome("Continued", "เลือกคนใหม่แล้ว", "Goes on with another officer")]
[Outcome("Withdrawn", "ถอนคำขอ", "Withdrawn")]
public sealed class ChangeOfficer(Tools tools) : HumanTask<ChangeOfficer.Values>(tools)
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("กำหนด (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null,
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
        IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    /// <summary>Goes on with another officer.</summary>
    public const string Continue = "Continue";

    public const string Withdraw = "Withdraw";

    /// <summary>Who is to have the right now, beside the decision.</summary>
    public sealed record Successor(string? PersonId);

    public override string Type => "Gov.ChangeOfficer";

    public override IReadOnlyList<string> Outcomes => ["Continued", "Withdrawn"];

    public override IReadOnlyList<string> Answers => [Continue, Withdraw];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        // The step may have seen it before the clock did.
        await OfficerLeft.MarkAsync(context.Transaction, request, context.Now, context.By, "-");
        Request.SetStage(context.Transaction, request.Id, RequestStage.OfficerLeft, context.Now);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            Kind = WorkTask.ChangeOfficer,
            Role = $"{Role.Executive} {Role.Clerk}",
            OrganisationCode = request.OrganisationCode,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings, request.OrganisationCode),
        };
    }

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var request = await RequestOf.Async(context);
        var decision = Decision.Read(answer);
        if (answer.Name == Withdraw)
        {
            if (string.IsNullOrWhiteSpace(decision.Reason))
                throw Refusals.ReasonToWithdraw();
            Decision.Record(context, task, answer, decision, task.Kind);
            return ActivityResult.Complete("Withdrawn");
        }
        var person = answer.Read<Successor>().PersonId;
        await SeatRules.RequireMayTakeOverAsync(context.Transaction, request, person, context.Now);
        Decision.Record(context, task, answer, decision, task.Kind);
        context.Transaction.Write(
            "update requests set person_id = @person, officer_left_at = null where id = @Id", new { person, request.Id });
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "officer-changed", "request", request.Id, request.OrganisationCode,
            settings.Rule, $"{(await Person.GetAsync(context.Transaction, request.PersonId)).NameTh} → "
                + (await Person.GetAsync(context.Transaction, person!)).NameTh);
        return ActivityResult.Complete("Continued");
    }
}
