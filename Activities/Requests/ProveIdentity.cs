using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Requests;

/// <summary>What the officer proved, and how.</summary>
/// <param name="Method">"ThaID", "ThaID-stand-in" (Development only) or "InPerson" (the clerk saw the identity card).</param>
/// <param name="Level">The assurance level the method gives.</param>
/// <param name="Citizen">The citizen id that ThaID gave, sealed; null where the method gives none.</param>
/// <param name="Name">The name that ThaID gave; compared with the roster, which may have another (T102).</param>
public sealed record ProofAnswer(string Method, string Level, SealedCitizenId? Citizen = null, string? Name = null);

/// <summary>Waits until the officer of a request has proved who they are (A-04, A-06, A-08; left open 9).</summary>
[Described("ยืนยันตัวตน", "Prove identity",
    "รอให้เจ้าหน้าที่ตามคำขอยืนยันตัวตน หรือให้ปลัดรับรอง",
    "Waits until the officer has proved who they are, or the clerk has vouched.", ActivityCategory.People)]
[Outcome("Proven", "ยืนยันแล้ว", "Proven")]
[Outcome("RightEnded", "สิทธิเดิมสิ้นสุดก่อน", "The old right ended")]
public sealed class ProveIdentity(Tools tools) : HumanTask<ProveIdentity.Values>(tools)
{
    public const string ThaId = "ThaID";
    public const string StandIn = "ThaID-stand-in";
    public const string InPerson = "InPerson";

    public sealed record Values(
        [Input("วิธียืนยันตัวตน", "Methods")]
        [Option(ThaId, "ThaID", "ThaID")]
        [Option(InPerson, "ปลัดเห็นบัตรประชาชน", "The clerk saw the identity card")] IReadOnlyList<string> Methods,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("กำหนด (วันทำการ)", "Due in working days")] int DueWorkingDays = 0,
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null,
        [Input("จบเมื่อสิทธิเดิมสิ้นสุด", "Ends with the right it confirms", UiHint = "checkbox")] bool EndsWithRight = false,
        [Input("ยกระดับเมื่อเลยกำหนด บรรทัดละหนึ่งระดับ", "Escalation after the deadline, a level a line", UiHint = "multitext",
            HelpThai = EscalationLevel.HelpThai, HelpEnglish = EscalationLevel.HelpEnglish)]
        IReadOnlyList<string>? Escalate = null)
        : IHumanTaskSettings
    {
        public IReadOnlyList<string> EscalationLines => Escalate ?? [];

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.ProveIdentity";

    /// <summary>RightEnded: the right to be confirmed was revoked meanwhile (A-04, A-11), as it is when its holder leaves.</summary>
    public override IReadOnlyList<string> Outcomes => ["Proven", "RightEnded", OfficerLeft.Outcome];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) => SettingsBinder.Problems(node).Any() ? Outcomes
        : SettingsBinder.Constants<Values>(node).EndsWithRight ? ["Proven", "RightEnded"] : ["Proven", OfficerLeft.Outcome];

    public override IReadOnlyList<string> Answers => ["Prove"];

    public override IReadOnlyList<string> SettledInputs => ["endsWithRight"];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        if (!settings.EndsWithRight && await OfficerLeft.IsTrueAsync(context, request))
            return null;
        Request.SetStage(context.Transaction, request.Id, RequestStage.WaitingProof, context.Now);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            RightId = settings.EndsWithRight ? request.OldRightId : null,
            Kind = WorkTask.ProveIdentity,
            // The officer proves it online; the clerk of the same house may vouch after seeing the card.
            Role = settings.Methods.Contains(InPerson) ? $"{Role.Officer} {Role.Clerk}" : Role.Officer,
            OrganisationCode = request.OrganisationCode,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings, request.OrganisationCode),
        };
    }

    protected override string? EventName(WorkTask task) => task.RightId is { } right ? Right.ChangedEvent(right) : null;

    protected override Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete(OfficerLeft.Outcome));

    protected override async Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        task.RightId is null ? await OfficerLeft.LookAsync(context)
        : (await RightOf.Async(context)).ValidTo is not null ? ActivityResult.Complete("RightEnded") : null;

    // The officer proves it, the clerk may vouch; the other officers have no part in it.
    protected override async Task<IReadOnlyList<Person>> RecipientsAsync(ActivityExecutionContext context, WorkTask task) =>
        await TaskMail.WithRolesAsync(context, task, [(await RequestOf.Async(context)).PersonId], task.Roles.Where(role => role != Role.Officer));

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var request = await RequestOf.Async(context);
        var proof = answer.Read<ProofAnswer>();
        if (!settings.Methods.Contains(proof.Method == StandIn && Tools.AllowsStandIn ? ThaId : proof.Method))
            throw new RefusedException("other-method",
                $"วิธียืนยันตัวตน '{proof.Method}' ใช้ไม่ได้ในหนังสือเวียนนี้ ใช้ได้: {string.Join(", ", settings.Methods)}",
                $"Identity can't be proved by '{proof.Method}' here; use {string.Join(", ", settings.Methods)}.");
        if (string.IsNullOrWhiteSpace(proof.Level))
            throw Answer.Unreadable();
        RequireRightPerson(request, proof, answer);
        if (proof.Citizen is { } said && await CitizenIds.IsAnotherAsync(context.Transaction, request.PersonId, said.Hash))
            throw CitizenIds.Another();
        await OwnOfficer.RequireStillAsync(context.Transaction, request.PersonId, request.OrganisationCode, context.Now);
        context.Transaction.Write(
            """
            insert into identity_proofs (id, person_id, request_id, method, level, name_said, name_differs, by_person, at)
            values (@proofId, @PersonId, @Id, @Method, @Level, @Name, @differs, @By, @Now)
            """,
            new
            {
                proofId = Ids.New(context.Now),
                request.PersonId,
                request.Id,
                proof.Method,
                proof.Level,
                proof.Name,
                differs = proof.Name is not null && ProvenName.Differs(
                    proof.Name, await Person.GetAsync(context.Transaction, request.PersonId)) ? 1 : 0,
                answer.By,
                context.Now,
            });
        if (proof.Citizen is { } citizen)
            CitizenIds.Store(context.Transaction, request.PersonId, citizen, proof.Method, context.Now);
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "identity-proven", "request", request.Id,
            request.OrganisationCode, settings.Rule, proof.Method);
        return ActivityResult.Complete("Proven");
    }

    static void RequireRightPerson(Request request, ProofAnswer proof, Answer answer)
    {
        if (proof.Method == InPerson && (answer.By == request.PersonId || answer.Membership.Role != Role.Clerk))
            throw new RefusedException("vouch-by-clerk",
                "การยืนยันโดยเห็นบัตรประชาชนต้องทำโดยปลัดหรืองานสารบรรณ และทำให้ตนเองไม่ได้",
                "Only the clerk can vouch after seeing the card, and not for themselves.");
        if (proof.Method != InPerson && answer.By != request.PersonId)
            throw new RefusedException("prove-yourself",
                "เจ้าหน้าที่ต้องยืนยันตัวตนด้วยตนเอง โปรดเข้าสู่ระบบด้วยบัญชีของเจ้าหน้าที่ผู้ขอสิทธิ",
                "The officer proves their own identity; sign in as that officer.");
    }
}
