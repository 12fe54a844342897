using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Asks for the roster (E-03): the province for all its offices, a district for its own. A partial roster is taken, with the
/// missing offices named; at the deadline they stand as late, and the task stays open for the rest until the last day.
/// </summary>
[Described("รวบรวมรายชื่อ", "Collect the roster",
    "ขอรายชื่อผู้ใช้ของที่ทำการปกครองจังหวัดและอำเภอทุกแห่ง รับแบบยังไม่ครบ แจ้งแห่งที่ขาด และถือว่าล่าช้าเมื่อเลยกำหนด",
    "Asks for the users of the provincial office and every district office; takes a partial roster and names who is missing.",
    ActivityCategory.People)]
[Outcome(Sent, "จังหวัดส่งแล้ว", "Sent by the province")]
[Outcome(HandedIn, "อำเภอส่งให้จังหวัดแล้ว", "Handed in by the district")]
[Outcome(Closed, "พ้นวันสุดท้าย", "Past the last day")]
public sealed class CollectRoster(Tools tools) : HumanTask<CollectRoster.Values>(tools)
{
    public const string Send = "Send";
    public const string Sent = "Sent";
    public const string HandedIn = "HandedIn";
    public const string Closed = "Closed";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ส่งภายใน (วันของหนังสือเวียน)", "Due by (date of the circular)")] string DueDate,
        [Input("รับแห่งที่เหลือจนถึง", "Takes the rest until (date of the circular)")] string LastDate,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")]
        IReadOnlyList<string>? RemindBefore = null,
        [Input("รับรายชื่อที่ยังไม่ครบ", "A partial roster is taken", UiHint = "checkbox")] bool TakesPartial = true,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "please-do",
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
        IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        public int DueWorkingDays => 0;

        public bool HasDeadline => DueDate.Length > 0;

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.CollectRoster";

    public override IReadOnlyList<string> Outcomes => [Sent, HandedIn, Closed];

    public override IReadOnlyList<string> Answers => [Send];

    public override IReadOnlyList<string> SettledInputs => ["dueDate", "lastDate"];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) =>
        base.Problems(node, definition)
            .Concat(DateKeys.Problems(Tools.Circulars, ("dueDate", SettingsBinder.Constants<Values>(node).DueDate),
            ("lastDate", SettingsBinder.Constants<Values>(node).LastDate)));

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var about = await OrganisationOf.Async(context);
        var due = await DateKeys.OfAsync(context, settings.DueDate);
        var last = await DateKeys.OfAsync(context, settings.LastDate);
        if (last.EnforcedAt <= context.Now)
            return null;
        var isProvince = about.Type == OrganisationType.Province;
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            Kind = WorkTask.CollectRoster,
            Role = isProvince ? Role.Coordinator : $"{Role.Coordinator} {Role.Clerk}",
            OrganisationCode = about.Code,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            // What comes back after the deadline is asked for until the last day.
            DueAt = due.EnforcedAt > context.Now ? due.EnforcedAt : last.EnforcedAt,
            AboutCode = about.Code,
            TitleTh = isProvince ? "ส่งบัญชีรายชื่อผู้ใช้ e-bill ของจังหวัดและทุกอำเภอ" : "แจ้งรายชื่อผู้ใช้ e-bill ของอำเภอ",
            TitleEn = isProvince ? "Send the e-bill roster of the province and all districts"
                : "Name your district's e-bill users",
        };
    }

    protected override Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete(Closed));

    protected override Deadline Stated(Deadline deadline, Values settings, WorkTask task) => deadline.By(settings.DueDate);

    // The province sent it for the district.
    protected override string? EventName(WorkTask task) => Roster.SentEvent(task.AboutCode!);

    protected override async Task<ActivityResult.Completed?> LookAsync(
        ActivityExecutionContext context, Values settings, WorkTask task)
    {
        var about = await OrganisationOf.Async(context);
        return about.Type == OrganisationType.District && await Roster.IsSentAsync(context.Transaction, about.Code)
            ? ActivityResult.Complete(HandedIn)
            : null;
    }

    protected override async Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        var about = await OrganisationOf.Async(context);
        var last = await DateKeys.OfAsync(context, settings.LastDate);
        if (last.EnforcedAt <= context.Now)
        {
            WorkTask.Close(context.Transaction, task.Id, context.Now, by: null, Closed);
            return ActivityResult.Complete(Closed);
        }
        var missing = about.Type == OrganisationType.Province
            ? string.Join(", ", (await Roster.MissingAsync(context.Transaction, about.Code)).Select(office => office.Thai))
            : Roster.ThaiOf(about);
        AuditTrail.Add(context.Transaction, context.Now, null, "roster-late", "organisation", about.Code, about.Code,
            settings.Rule, missing);
        return new ActivityResult.Waiting(last.EnforcedAt, EventName(task), DateKeys.Awaited(settings.LastDate));
    }

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var about = await OrganisationOf.Async(context);
        var due = await DateKeys.OfAsync(context, settings.DueDate);
        Decision.Record(context, task, answer, Decision.Read(answer), task.Kind);
        if (about.Type == OrganisationType.District)
            return await HandInAsync(context, settings, about, answer);
        var missing = await Roster.MissingAsync(context.Transaction, about.Code);
        if (missing.Count > 0 && !settings.TakesPartial)
            throw new RefusedException("roster-partial",
                $"ยังไม่มีรายชื่อของ {string.Join(", ", missing.Select(office => office.Thai))} จึงยังส่งไม่ได้",
                $"There are no names yet of {string.Join(", ", missing.Select(office => office.English))}.", settings.Rule);
        var sent = await Roster.SendAsync(context.Transaction, about.Code, context.Now, late: context.Now > due.EnforcedAt);
        if (sent == 0)
            throw new RefusedException("roster-nothing-new",
                "ไม่มีรายชื่อที่รอส่ง เพิ่มรายชื่อของแห่งที่ขาดก่อน",
                "There is no name to send; add those of the missing offices first.", settings.Rule);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, missing.Count == 0 ? "roster-sent" : "roster-sent-partial",
            "organisation", about.Code, about.Code, settings.Rule,
            $"{sent} คน" + (missing.Count == 0 ? "" : $"; ขาด {string.Join(", ", missing.Select(office => office.Thai))}"));
        return ActivityResult.Complete(Sent);
    }

    static async Task<ActivityResult.Completed> HandInAsync(
        ActivityExecutionContext context, Values settings, Organisation about, Answer answer)
    {
        if (!await Roster.HasLinesAsync(context.Transaction, about.Code))
            throw new RefusedException("roster-empty",
                "ยังไม่มีรายชื่อของอำเภอนี้ เพิ่มอย่างน้อยหนึ่งคนก่อน",
                    "There is no name of this district yet; add one at least.",
                settings.Rule);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "roster-handed-in", "organisation", about.Code, about.Code,
            settings.Rule);
        return ActivityResult.Complete(HandedIn);
    }
}
