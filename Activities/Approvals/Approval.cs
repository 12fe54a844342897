using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// Asks for a decision on a request: a reviewer of an agency, who passes it on, sends it back with numbered points or rejects
/// it; the Director, who approves or rejects with a one-time code; or the organisation's own Admin SSO, and the province where it
/// has no other (B-04). Nobody decides on a request of their own, by person and not by account.
/// </summary>
[Described("ขอความเห็นหรืออนุมัติ", "Approval",
    "ส่งเรื่องให้ผู้ตรวจหรือผู้อำนวยการพิจารณา และรอคำตอบ",
    "Asks a reviewer or the Director to decide, and waits for the answer.", ActivityCategory.People)]
[Outcome("Approved", "เห็นชอบ/อนุมัติ", "Approved")]
[Outcome("SentBack", "ส่งกลับให้แก้ไข", "Sent back")]
[Outcome("Rejected", "ไม่อนุมัติ", "Rejected")]
[Outcome(NoApprover, "ไม่มีผู้พิจารณาได้ในหน่วยงาน", "Nobody there may decide")]
[Output("DecisionId", "คำวินิจฉัย", "The decision")]
public sealed class Approval(Tools tools) : HumanTask<Approval.Values>(tools)
{
    public const string Approve = "Approve";
    public const string SendBack = "SendBack";
    public const string Reject = "Reject";

    /// <summary>The outcome when the organisation has nobody who may decide: no Admin SSO, or only the officer themself (T12).</summary>
    public const string NoApprover = "NoApprover";

    public sealed record Values(
        [Input("บทบาทผู้พิจารณา", "Approver's role")]
        [Option(Role.Reviewer, "ผู้ตรวจคำขอ", "Reviewer")]
        [Option(Role.Director, "ผู้อำนวยการ", "Director")]
        [Option(Role.AdminSso, "Admin SSO ของหน่วยงาน", "Admin SSO of the organisation")]
        [Option(Role.Coordinator, "ผู้ประสานงานจังหวัด", "Provincial coordinator")] string ApproverRole,
        [Input("หน่วยงานผู้พิจารณา", "Approver's organisation", OptionsFrom = OptionLists.AskedOrganisations)] string Organisation,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ต้องยืนยันด้วยรหัสครั้งเดียว", "One-time code needed", UiHint = "checkbox")] bool StepUp = false,
        [Input("ส่งกลับได้", "May send back", UiHint = "checkbox")] bool MaySendBack = true,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("กำหนด (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null,
        [Input("เลยกำหนดแล้วเตือนซ้ำ และแจ้งจังหวัดด้วยแม่แบบ", "When overdue, remind again and tell the province by this mail",
            OptionsFrom = OptionLists.MailTemplates)] string EscalationMail = "",
        [Input("ใครต้องเห็นชอบ", "Whose approval is needed")]
        [Option(VotingRule.Any, "คนใดคนหนึ่ง", "Any one of them")]
        [Option(VotingRule.All, "ทุกคน พร้อมกัน", "All of them, asked together")]
        [Option(VotingRule.Sequence, "ทุกคน ตามลำดับ", "All of them, one after another")]
        [Option(VotingRule.SomeOf, "จำนวนหนึ่ง (n จาก m)", "A quorum (n of m)")] string Approvers = VotingRule.Any,
        [Input("จำนวนเสียงเห็นชอบที่ต้องได้", "How many approvals a quorum needs",
            HelpThai = "ใช้กับ “จำนวนหนึ่ง” เท่านั้น", HelpEnglish = "For a quorum only")] int Quorum = 0,
        [Input("ตำแหน่งต่อไปที่ต้องเห็นชอบ", "Further offices that are asked", UiHint = "multitext",
            HelpThai = "บรรทัดละหนึ่งบทบาท ตามลำดับ เช่น director เมื่อระบุแล้วแต่ละตำแหน่งมีหนึ่งเสียง",
            HelpEnglish = "One role a line, in order, such as director. Each office then has one voice")]
            IReadOnlyList<string>? FurtherRoles = null,
        [Input("เสียงไม่เห็นชอบเสียงเดียวจบเรื่อง", "A single no ends it", UiHint = "checkbox")] bool NoEnds = true,
        [Input("หยุดนับเวลาของผู้พิจารณาเมื่อส่งกลับ", "The approver's clock stops while it is sent back", UiHint = "checkbox")]
            bool ClockStops = true,
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
            IReadOnlyList<string>? Escalate = null,
        [Input("เตือนซ้ำและแจ้งจังหวัดได้ไม่เกิน (ครั้ง) แล้วเข้ารายการโทร", "Remind and tell the province at most (times), then call")]
            int MostEscalations = 5)
        : IHumanTaskSettings
    {
        /// <summary>Who is asked and what their answers come to.</summary>
        public VotingRule Voting => new(Approvers, Quorum, NoEnds);

        /// <summary>The offices that are asked, in their order.</summary>
        public IReadOnlyList<string> Offices => [ApproverRole, .. FurtherRoles ?? []];

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];

        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        /// <summary>Decided in the officer's own house, or by the province in its place (B-04).</summary>
        public bool IsOutsideTheAgency => Organisation is AskOrganisation.Own or AskOrganisation.Province or AskOrganisation.District;

        public string TaskKind => IsOutsideTheAgency ? WorkTask.ApproveAccount
            : ApproverRole == Role.Director ? WorkTask.Decide : WorkTask.Review;

        public string Stage => Organisation == AskOrganisation.Own ? RequestStage.WithAdmin
            : IsOutsideTheAgency ? RequestStage.WithProvince
            : ApproverRole == Role.Director ? RequestStage.WithDirector : RequestStage.InReview;
    }

    public override string Type => "Gov.Approval";

    public override IReadOnlyList<string> Outcomes => ["Approved", "SentBack", "Rejected", NoApprover, OfficerLeft.Outcome];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node)
    {
        if (SettingsBinder.Problems(node).Any())
            return Outcomes;
        var settings = SettingsBinder.Constants<Values>(node);
        return [.. Outcomes.Where(outcome => outcome != "SentBack" || settings.MaySendBack)
            .Where(outcome => outcome != NoApprover || settings.Organisation == AskOrganisation.Own)];
    }

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        foreach (var problem in base.Problems(node, definition))
            yield return problem;
        if (SettingsBinder.Constants<Values>(node).EscalationMail is { Length: > 0 } mail)
            foreach (var problem in Tools.Templates.Problems(mail, "escalationMail"))
                yield return problem;
        foreach (var problem in VotingChecks.Problems(SettingsBinder.Constants<Values>(node)))
            yield return problem;
    }

    public override IReadOnlyList<string> Answers => [Approve, SendBack, Reject];

    public override IReadOnlyList<string> SettledInputs => ["approverRole", "organisation", "approvers", "furtherRoles"];

    public override IReadOnlyList<string> Outputs => ["DecisionId"];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        if (await OfficerLeft.IsTrueAsync(context, request))
            return null;
        var organisation = await Approvers.PlaceAsync(context.Transaction, settings.Organisation, request);
        if (settings.Organisation == AskOrganisation.Own && !await Approvers.AnyAsync(context, settings.ApproverRole, organisation, request))
            return null;
        Request.SetStage(context.Transaction, request.Id, settings.Stage, context.Now);
        var left = await LeftAsync(context, settings, request, organisation);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            Kind = settings.TaskKind,
            Role = string.Join(' ', settings.Voting.IsInTurn ? [settings.ApproverRole] : settings.Offices),
            OrganisationCode = organisation,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = left is { } days ? CalendarOf(organisation).DueAfterWorkingDays(context.Now, days)
                : DueAt(context, settings, organisation),
        };
    }

    protected override async Task<Deadline> SetDeadlineAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, DateTimeOffset due, int? days = null)
    {
        var before = await StoppedClock.BeforeAsync(context, task.RequestId!, task.Kind, task.OrganisationCode);
        var stopped = settings.ClockStops && before is { WasSentBack: true };
        var deadline = await base.SetDeadlineAsync(context, settings, task, due,
            stopped ? before!.Left(CalendarOf(task.OrganisationCode)) : null);
        if (stopped)
            StoppedClock.Move(context, before!, deadline);
        return deadline;
    }

    // The working days that were left when the case was sent back; null when it comes for the first time.
    async Task<int?> LeftAsync(ActivityExecutionContext context, Values settings, Request request, string organisation) =>
        settings is { ClockStops: true, DueWorkingDays: > 0 }
        && await StoppedClock.BeforeAsync(context, request.Id, settings.TaskKind, organisation) is { WasSentBack: true } before
            ? before.Left(CalendarOf(organisation))
            : null;

    protected override Task OpenedAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        settings.Voting.AsksSeveral ? ApprovalBoard.OpenAsync(context, settings, task) : Task.CompletedTask;

    protected override async Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        await OfficerLeft.LookAsync(context) ?? ActivityResult.Complete(NoApprover);

    protected override async Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        await OfficerLeft.LookAsync(context) is { } left ? left
        : settings.Voting.AsksSeveral ? await LookAroundAsync(context, settings, task)
        : settings.Organisation != AskOrganisation.Own
            || await Approvers.AnyAsync(context, task.Role, task.OrganisationCode, await RequestOf.Async(context)) ? null
        : ActivityResult.Complete(NoApprover);

    protected override async Task<IReadOnlyList<Person>> RecipientsAsync(ActivityExecutionContext context, WorkTask task) =>
        await ApprovalBoard.ReadAsync(context, task) is { IsEmpty: false } board ? await board.AskedAsync(context, task)
            : task.Kind == WorkTask.ApproveAccount
            ? await Approvers.OfAsync(context, task.Role, task.OrganisationCode, await RequestOf.Async(context))
            : await base.RecipientsAsync(context, task);

    protected override Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        settings.EscalationMail.Length == 0
            ? base.OverdueAsync(context, settings, task)
            : Escalation.AskAgainAsync(context, Tools, task, settings.Mail, settings.EscalationMail, settings.DueWorkingDays,
                () => RecipientsAsync(context, task), settings.MostEscalations);

    protected override DateTimeOffset? LooksAgainAt(ActivityExecutionContext context, Values settings) =>
        settings.Voting.AsksSeveral ? Tools.Calendar.Current.OfficeTimeFrom(context.Now.AddDays(1)) : null;

    protected override async Task<IReadOnlyDictionary<string, object?>?> MoreAsync(ActivityExecutionContext context, WorkTask task) =>
        await ApprovalBoard.ModelAsync(context.Transaction, task.Id);

    protected override async Task<Answer?> HearAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var request = await ReadAsync(context, answer.Name == Approve);
        var decision = Decision.Read(answer);
        var board = settings.Voting.AsksSeveral ? await ApprovalBoard.FreshAsync(context, settings, task) : null;
        var place = board is null or { IsEmpty: true } ? null : board.PlaceOf(ref answer, task);
        await RequireMayDecideAsync(context, settings, request, decision, answer);
        var stepUp = await StepUpAsync(context, settings, task, answer, decision);
        if (answer.Name == Approve)
            await UnreadAddressee.RequireReadAsync(context, request, decision, answer.By, settings.Rule);
        var id = Decision.Record(context, task, answer, decision, task.Kind, stepUp);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, $"{task.Kind}-{answer.Name.ToLowerInvariant()}", "request", request.Id,
            request.OrganisationCode, settings.Rule, decision.Reason);
        var ends = place is null ? answer.Name : await board!.SaysAsync(context, settings, task, place, answer.Name, id);
        if (ends is not null)
            return answer with { Stimulus = answer.Stimulus with { Name = ends }, DecisionId = id };
        await AskNextAsync(context, settings, task);
        return null;
    }

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        await AnsweredGrants.StoreAsync(
            context.Transaction, await RequestOf.Async(context), Decision.Read(answer), answer.Name == Approve);
        return Ends(answer.Name, answer.DecisionId);
    }

    // And whatever else hearing will ask about it.
    static async Task<Request> ReadAsync(ActivityExecutionContext context, bool isApproved)
    {
        var (store, id) = (context.Transaction, RequestOf.Id(context));
        store.Expect(read => RequestGrant.OfAsync(read, id));
        if (isApproved)
            store.Expect(read => UnreadAddressee.FindAsync(read, id));
        var request = await RequestOf.Async(context);
        if (isApproved)
            store.Expect(read => OwnOfficer.IsAsync(read, request.PersonId, request.OrganisationCode, context.Now));
        return request;
    }

    static async Task<string?> StepUpAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer, DecisionAnswer decision)
    {
        var confirmed = decision.HeldId is { } held && await HeldDecision.TakeEffectAsync(context, held, task, answer);
        if (!settings.StepUp)
            return null;
        return confirmed ? StepUp.ByCode
            : await StepUp.RequireUsedAsync(context.Transaction, decision.StepUpId, task.Id, answer.By, context.Now);
    }

    static async Task RequireMayDecideAsync(
        ActivityExecutionContext context, Values settings, Request request, DecisionAnswer decision, Answer answer)
    {
        if (await CitizenIds.IsOneOfAsync(context.Transaction, answer.By, request.PersonId, request.FiledBy))
            throw ApprovalRefusals.SelfApproval();
        if (answer.Membership.ForPerson is { } principal
            && await CitizenIds.IsOneOfAsync(context.Transaction, principal, request.PersonId, request.FiledBy))
            throw ApprovalRefusals.ForAParty();
        if (answer.Name == Approve)
            await OwnOfficer.RequireStillAsync(context.Transaction, request.PersonId, request.OrganisationCode, context.Now);
        if (answer.Name == SendBack && !settings.MaySendBack)
            throw ApprovalRefusals.NoSendBack();
        if (answer.Name == SendBack && decision.Points?.Any(point => !string.IsNullOrWhiteSpace(point)) != true)
            throw ApprovalRefusals.PointsNeeded();
        if (answer.Name == Reject && string.IsNullOrWhiteSpace(decision.Reason))
            throw ApprovalRefusals.ReasonNeeded();
    }

    // Somebody gave the office up, or took it: what was said may be enough now, or it is another's turn.
    async Task<ActivityResult.Completed?> LookAroundAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        var board = await ApprovalBoard.FreshAsync(context, settings, task);
        if (board.Outcome(settings.Voting) is { } ends)
            return Ends(ends, board.LastDecision);
        await AskNextAsync(context, settings, task);
        return null;
    }

    async Task AskNextAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        if (await ApprovalBoard.TurnAsync(context, settings, task) is { Count: > 0 } people && settings.Mail.Length > 0)
            await TaskMail.AskAsync(context, Tools, settings.Mail, task, people, 0, await MoreAsync(context, task));
    }

    static ActivityResult.Completed Ends(string answer, string? decision) => ActivityResult.Complete(
        answer switch { Approve => "Approved", SendBack => "SentBack", _ => "Rejected" },
        new Dictionary<string, object?> { ["DecisionId"] = decision });
}
