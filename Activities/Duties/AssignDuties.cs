using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Duties;

/// <summary>
/// Asks the executive to assign a person to each duty of the guideline (D-01 … D-05); it is done when none is empty. One person
/// may hold several where that is allowed.
/// </summary>
[Described("มอบหมายหน้าที่ e-Plan", "Assign the duties",
    "ขอให้ผู้บริหารมอบหมายบุคลากรแต่ละด้านตามแนวทาง เสร็จเมื่อครบทุกด้าน",
    "Asks the executive to assign a person to each duty of the guideline.", ActivityCategory.People)]
public sealed class AssignDuties(Tools tools) : HumanTask<AssignDuties.Values>(tools)
{
    public const string Report = "Report";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("แนวทาง", "Guideline")]
        [Option("2018", "ปี 2561 (สามด้าน)", "2018 (three duties)")]
        [Option("2012", "ปี 2555 (สี่ด้าน)", "2012 (four duties)")] string Guideline = "2018",
        [Input("คนเดียวรับหลายด้านได้", "One person may hold several", UiHint = "checkbox")] bool MayHoldSeveral = true,
        [Input("ภายใน (วันทำการ, 0 = ไม่กำหนด)", "Due in working days (0 = none)")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")]
        IReadOnlyList<string>? RemindBefore = null,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "please-do",
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
        IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.AssignDuties";

    public override IReadOnlyList<string> Answers => [Report];

    protected override Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var organisation = OrganisationOf.Code(context);
        return Task.FromResult<WorkTask?>(new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            Kind = WorkTask.AssignDuties,
            Role = $"{Role.Executive} {Role.Clerk}",
            OrganisationCode = organisation,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings, organisation),
            AboutCode = organisation,
            TitleTh = "มอบหมายบุคลากรรับผิดชอบระบบ e-Plan",
            TitleEn = "Assign who is responsible for e-Plan",
        });
    }

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var held = await HeldDuty.OfAsync(context.Transaction, task.OrganisationCode);
        var guideline = Duties.Guideline.Find(settings.Guideline);
        var empty = guideline.Duties.Where(duty => held.All(one => one.Duty != duty.Key)).ToList();
        if (empty.Count > 0)
            throw new RefusedException("duty-empty",
                $"ยังไม่มีผู้รับผิดชอบ{string.Join(" และ", empty.Select(duty => duty.Thai))}",
                $"Nobody is responsible for {string.Join(" and ", empty.Select(duty => duty.English.ToLowerInvariant()))}.",
                    empty[0].Rule);
        if (!settings.MayHoldSeveral && held.GroupBy(one => one.PersonId).Any(group => group.Count() > 1))
            throw new RefusedException("duty-several",
                "มีผู้รับหลายด้าน ต้องมอบหมายคนละด้าน", "Somebody holds several duties; assign one each.", settings.Rule);
        Decision.Record(context, task, answer, Decision.Read(answer), task.Kind);
        // Who had credentials before goes on with them (D-06).
        context.Transaction.Write(
            """
            update duties set credential = 'confirmed', credential_at = @Now
            where organisation_code = @OrganisationCode and ended_at is null and credential = 'none' and duty <> 'engineering'
            """, new { context.Now, task.OrganisationCode });
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "duties-reported", "organisation", task.OrganisationCode,
            task.OrganisationCode, settings.Rule, string.Join(", ", guideline.Duties.Select(duty =>
                $"{duty.Thai}: {held.First(one => one.Duty == duty.Key).NameTh}")));
        return ActivityResult.Done;
    }
}
