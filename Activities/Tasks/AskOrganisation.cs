using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// "Do this and confirm it": asks people of an organisation, its district, its province or an agency for something that
/// concerns the organisation and no request or right. All words, answers and days come from the definition.
/// </summary>
[Described("ขอให้หน่วยงานดำเนินการ", "Ask an organisation",
    "ขอให้ผู้มีบทบาทในหน่วยงาน อำเภอ จังหวัด หรือส่วนกลาง ทำเรื่องหนึ่งแล้วยืนยัน พร้อมกำหนดเวลา เตือน และหลักฐาน",
    "Asks people of an organisation, its district, province or an agency to do something and confirm it.",
    ActivityCategory.People)]
[Outcome(Refused, "ดำเนินการไม่ได้", "Refused with a reason")]
[Outcome(Overdue, "เลยกำหนด", "Overdue")]
[Output("SaidNote", "หมายเหตุของผู้ตอบ", "What the person noted")]
[Output("SaidEvidence", "หลักฐานที่ให้", "The evidence given")]
public sealed class AskOrganisation(Tools tools) : HumanTask<AskOrganisation.Values>(tools)
{
    public const string Own = "own";
    public const string District = "district";
    public const string Province = "province";

    /// <summary>The answer of who can't do it; the outcome is <see cref="Refused"/>.</summary>
    public const string Refuse = "Refuse";
    public const string Refused = "Refused";
    public const string Overdue = "Overdue";

    public const string Not = "none";
    public const string Optional = "optional";
    public const string Required = "required";

    public const string Typed = "typed";

    /// <summary>A name on the roster of the office it is about (E-06); typed as long as nobody stands there.</summary>
    public const string FromRoster = "roster";

    static readonly AskedAnswer RefuseAnswer = new(Refuse, "ดำเนินการไม่ได้", "It can't be done");

    public sealed record Values(
        [Input("เรื่อง", "Title in Thai")] string Title,
        [Input("เรื่อง (อังกฤษ)", "Title in English")] string TitleEn,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("บทบาทที่ตอบได้", "Roles that may answer")]
        [Option(Role.Officer, "เจ้าหน้าที่", "Officer")]
        [Option(Role.Clerk, "ปลัด/งานสารบรรณ", "Clerk")]
        [Option(Role.Executive, "ผู้บริหาร", "Chief executive")]
        [Option(Role.Coordinator, "ผู้ประสานงานจังหวัด/อำเภอ", "Coordinator")]
        [Option(Role.Reviewer, "ผู้ตรวจของส่วนกลาง", "Reviewer of the agency")]
        [Option(Role.Director, "ผู้อำนวยการ", "Director")]
        [Option(Role.Finance, "กองคลัง/งานการเงิน", "Finance")] IReadOnlyList<string> Roles,
        [Input("ของหน่วยงานใด", "Whose people", OptionsFrom = OptionLists.AskedOrganisations)] string Organisation = Own,
        [Input("รายละเอียด บรรทัดละข้อ", "Instructions in Thai, in lines", UiHint = "multiline",
            HelpThai = "ใส่วันของหนังสือเวียนได้ เช่น {E-06:starts}",
            HelpEnglish = "May hold dates of the circular, such as {E-06:starts}")]
        string Instructions = "",
        [Input("รายละเอียด (อังกฤษ)", "Instructions in English, in lines", UiHint = "multiline")] string InstructionsEn = "",
        [Input("คำตอบ บรรทัดละหนึ่ง", "Answers, one a line", UiHint = "multitext", HelpThai = "เช่น Done=ดำเนินการแล้ว|Done",
            HelpEnglish = "Such as Done=ดำเนินการแล้ว|Done; the first word is the outcome")] IReadOnlyList<string>? Answers =
                null,
        [Input("ตอบว่าดำเนินการไม่ได้ได้", "May be refused with a reason")] bool MayRefuse = false,
        [Input("หมายเหตุ", "Note")]
        [Option(Not, "ไม่มี", "None")]
        [Option(Optional, "จะกรอกหรือไม่ก็ได้", "Optional")]
        [Option(Required, "ต้องกรอก", "Required")] string Note = Optional,
        [Input("หลักฐาน", "Evidence")]
        [Option(Not, "ไม่มี", "None")]
        [Option(Optional, "จะกรอกหรือไม่ก็ได้", "Optional")]
        [Option(Required, "ต้องกรอก", "Required")] string Evidence = Not,
        [Input("หลักฐานเลือกจาก", "Evidence is chosen from")]
        [Option(Typed, "พิมพ์เอง", "Typed")]
        [Option(FromRoster, "บัญชีรายชื่อ e-bill ของหน่วยงาน", "The office's e-bill roster")] string EvidenceFrom = Typed,
        [Input("ช่องหลักฐานเรียกว่า", "The evidence is called, in Thai")] string EvidenceLabel = "",
        [Input("ช่องหลักฐานเรียกว่า (อังกฤษ)", "The evidence is called, in English")] string EvidenceLabelEn = "",
        [Input("ภายใน (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("หรือภายในวันของหนังสือเวียน", "Or by a date of the circular",
            HelpThai = "เช่น E-03 หรือ E-07:ends หรือ * คือกำหนดของการส่งหนังสือเวียน",
            HelpEnglish =
                "Such as E-03 or E-07:ends; * stands for the deadline that the circular was sent with")] string DueDate = "",
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")]
        IReadOnlyList<string>? RemindBefore = null,
        [Input("เลยกำหนดแล้วเดินต่อ", "Goes on when overdue")] bool GoesOnWhenOverdue = false,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "please-do",
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
            IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];

        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        public bool HasDeadline => DueWorkingDays > 0 || DueDate.Length > 0;

        /// <summary>The answers in order, the refusal last.</summary>
        public IReadOnlyList<AskedAnswer> Asked =>
        [
            .. Answers is { Count: > 0 } ? Answers.Select(AskedAnswer.Of)
                : [new AskedAnswer("Done", "ดำเนินการแล้ว", "Done")],
            .. MayRefuse ? [RefuseAnswer] : Array.Empty<AskedAnswer>(),
        ];
    }

    public override string Type => "Gov.AskOrganisation";

    public override IReadOnlyList<string> Outcomes => ["Done", Refused, Overdue];

    public override IReadOnlyList<string> Answers => ["Done", Refuse];

    public override IReadOnlyList<string> Outputs => ["SaidNote", "SaidEvidence"];

    public override IReadOnlyList<string> SettledInputs => ["organisation", "roles", "answers", "mayRefuse", "dueDate"];

    public override IReadOnlyList<string> AnswersOf(ActivityNode node) =>
        [.. SettingsBinder.Constants<Values>(node).Asked.Select(answer => answer.Name)];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node)
    {
        if (SettingsBinder.Problems(node).Any())
            return Outcomes;
        var values = SettingsBinder.Constants<Values>(node);
        return
        [
            .. values.Asked.Select(answer => answer.Name == Refuse ? Refused : answer.Name),
            .. values.GoesOnWhenOverdue ? [Overdue] : Array.Empty<string>(),
        ];
    }

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        foreach (var problem in base.Problems(node, definition))
            yield return problem;
        foreach (var problem in AskProblems.Of(SettingsBinder.Constants<Values>(node), Tools.Circulars))
            yield return problem;
    }

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var about = await OrganisationOf.Async(context);
        var key = settings.DueDate.Length == 0 ? null : await CircularDay.KeyAsync(context, settings.DueDate);
        var stated = key is null ? null : await CircularDay.OfAsync(context, key, about.Code);
        var isNearer = stated is not null && stated.ShownAt < stated.EnforcedAt;
        var asked = await AskedAsync(context, settings.Organisation, about);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            Kind = WorkTask.AskOrganisation,
            Role = string.Join(' ', settings.Roles),
            OrganisationCode = asked,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = stated?.EnforcedAt ?? DueAt(context, settings, asked),
            DueKey = key,
            ShownDueAt = isNearer ? stated!.ShownAt : null,
            ShownBy = isNearer ? stated!.ShownBy : null,
            AboutCode = about.Code,
            TitleTh = settings.Title,
            TitleEn = settings.TitleEn,
            TextTh = await CircularDay.FillAsync(context, settings.Instructions, about.Code, ThaiDate.PageForm),
            TextEn = await CircularDay.FillAsync(context, settings.InstructionsEn, about.Code, ThaiDate.English),
            Answers = AskedAnswer.Write(settings.Asked),
        };
    }

    protected override Deadline Stated(Deadline deadline, Values settings, WorkTask task) =>
        task.DueKey is { } key ? deadline.By(key) : deadline;

    protected override Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        AuditTrail.Add(context.Transaction, context.Now, null, "task-overdue", "organisation", task.AboutCode!, task.AboutCode,
            settings.Rule, settings.Title);
        if (!settings.GoesOnWhenOverdue)
            return base.OverdueAsync(context, settings, task);
        WorkTask.Close(context.Transaction, task.Id, context.Now, by: null, Overdue);
        return Task.FromResult<ActivityResult>(ActivityResult.Complete(Overdue));
    }

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var said = Decision.Read(answer);
        Require(said, settings, answer.Name);
        if (settings.EvidenceFrom == FromRoster && answer.Name != Refuse && !string.IsNullOrWhiteSpace(said.Evidence))
            await RosterNames.RequireAsync(context.Transaction, task.AboutCode!, said.Evidence, settings.Rule);
        Decision.Record(context, task, answer, said, task.Kind);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, $"{context.Node.Id}-{answer.Name.ToLowerInvariant()}",
            "organisation", task.AboutCode!, task.AboutCode, settings.Rule,
            string.Join("; ", ((string?[])[said.Reason, said.Evidence]).Where(part => !string.IsNullOrWhiteSpace(part))));
        return ActivityResult.Complete(answer.Name == Refuse ? Refused : answer.Name,
            new Dictionary<string, object?> { ["SaidNote"] = said.Reason, ["SaidEvidence"] = said.Evidence });
    }

    static void Require(DecisionAnswer said, Values settings, string answer)
    {
        if (answer == Refuse && string.IsNullOrWhiteSpace(said.Reason))
            throw new RefusedException("reason-needed",
                "โปรดระบุเหตุผลที่ดำเนินการไม่ได้", "Say why it can't be done.", settings.Rule);
        if (answer == Refuse)
            return;
        if (settings.Note == Required && string.IsNullOrWhiteSpace(said.Reason))
            throw new RefusedException("note-needed", "โปรดกรอกหมายเหตุ", "Enter a note.", settings.Rule);
        if (settings.Evidence == Required && string.IsNullOrWhiteSpace(said.Evidence))
            throw new RefusedException("evidence-needed",
                $"โปรดกรอก{(settings.EvidenceLabel.Length > 0 ? settings.EvidenceLabel : "หลักฐาน")}",
                $"Enter the {(settings.EvidenceLabelEn.Length > 0 ? settings.EvidenceLabelEn : "evidence")}.", settings.Rule);
    }

    static async Task<string> AskedAsync(ActivityExecutionContext context, string whose, Organisation about) => whose switch
    {
        Own => about.Code,
        Province => await Organisations.Organisation.ProvinceOfAsync(context.Transaction, about.Code)
            ?? throw new InvalidOperationException($"'{about.Code}' lies in no province."),
        District => await Organisations.Organisation.DistrictOfAsync(context.Transaction, about.Code)
            ?? throw new InvalidOperationException($"'{about.Code}' lies in no district."),
        _ => (await Organisations.Organisation.GetAsync(context.Transaction, whose)).Code,
    };
}
