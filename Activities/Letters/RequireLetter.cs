using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Letters;

/// <summary>
/// Waits for the letter that the chief executive signed, addressed to the agency's head; after a request was sent
/// back, also for the answer to its points.
/// </summary>
[Described("ขอหนังสือที่ลงนามแล้ว", "Require the signed letter",
    "รอให้หน่วยงานแนบหนังสือที่ผู้บริหารลงนาม และตอบข้อทักท้วง",
    "Waits for the letter that the chief executive signed, and for the answer to points raised.", ActivityCategory.People)]
[Outcome("Attached", "แนบแล้ว", "Attached")]
public sealed class RequireLetter(Tools tools) : HumanTask<RequireLetter.Values>(tools)
{
    public sealed record Values(
        [Input("เรียน", "Addressee")] string Addressee,
        [Input("คำที่มักอ่านผิด", "Known misreadings of it", UiHint = "multitext")] IReadOnlyList<string> KnownMisreadings,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("รับผู้รักษาราชการแทน", "Acting executives may sign", UiHint = "checkbox")] bool AllowActing = true,
        [Input("ขนาดไฟล์สูงสุด (MiB)", "Largest file (MiB)")] int MaxMebibytes = 20,
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

    public const string Attach = "Attach";

    /// <summary>Answers the points of a request that was sent back, with the letter that is there.</summary>
    public const string Reply = "Reply";

    public override string Type => "Gov.RequireLetter";

    public override IReadOnlyList<string> Outcomes => ["Attached", OfficerLeft.Outcome];

    public override IReadOnlyList<string> Answers => [Attach, Reply];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var request = await RequestOf.Async(context);
        if (await OfficerLeft.IsTrueAsync(context, request))
            return null;
        var points = await context.Transaction.FirstAsync<string>(
            "select points from decisions where request_id = @Id order by at desc, id desc limit 1", new { request.Id });
        Request.SetStage(context.Transaction, request.Id, points is null ? RequestStage.WaitingLetter : RequestStage.SentBack, context.Now);
        return new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RequestId = request.Id,
            Kind = WorkTask.Letter,
            Role = $"{Role.Officer} {Role.Clerk} {Role.Executive}",
            OrganisationCode = request.OrganisationCode,
            RuleId = settings.Rule,
            Points = points,
            OpenedAt = context.Now,
            DueAt = DueAt(context, settings, request.OrganisationCode),
        };
    }

    protected override Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete(OfficerLeft.Outcome));

    protected override Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        OfficerLeft.LookAsync(context);

    // The officer and the clerk get the letter signed; the executive and the other officers may upload it, but aren't asked.
    protected override async Task<IReadOnlyList<Person>> RecipientsAsync(ActivityExecutionContext context, WorkTask task) =>
        await TaskMail.WithRolesAsync(context, task, [(await RequestOf.Async(context)).PersonId], [Role.Clerk]);

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var request = await RequestOf.Async(context);
        if (answer.Name == Reply)
        {
            await RequireReplyAsync(context, request, task, answer);
            return ActivityResult.Complete("Attached");
        }
        var letter = answer.Read<LetterAnswer>();
        var letterId = letter.LetterId is { } existing
            ? await RequireOwnLetterAsync(context.Transaction, request, existing)
            : await StoreAsync(context, settings, request, letter, answer);
        context.Transaction.Write(
            """
            insert into request_letters (request_id, letter_id, attached_by, attached_at) values (@Id, @letterId, @By, @Now)
            on conflict (request_id, letter_id) do update set attached_at = excluded.attached_at
            """, new { request.Id, letterId, answer.By, context.Now });
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "letter-attached", "request", request.Id, request.OrganisationCode,
            settings.Rule, letterId + NoteOf(letter, settings));
        await NoteElsewhereAsync(context, request, letterId, settings.Rule);
        if (letter.Reply is { Length: > 0 } reply)
            WriteReply(context, request, answer, reply);
        return ActivityResult.Complete("Attached");
    }

    static string NoteOf(LetterAnswer letter, Values settings) => LetterChecks.IsKnownMisreading(letter, settings)
        ? " addressee as known misreading"
        : IsUnreadable(letter, settings) ? $" scan unreadable, addressee typed as “{letter.Addressee}”" : "";

    // Where the words are right there is nothing to read again.
    static bool IsUnreadable(LetterAnswer letter, Values settings) =>
        letter.LetterId is null && letter.ScanUnreadable && !LetterChecks.IsRightAddressee(letter, settings);

    static async Task<string> StoreAsync(
        ActivityExecutionContext context, Values settings, Request request, LetterAnswer letter, Answer answer)
    {
        LetterChecks.Require(letter, settings, await Person.GetAsync(context.Transaction, request.PersonId), context.Now);
        var id = Ids.New(context.Now);
        context.Transaction.Write(
            """
            insert into letters (id, sha256, file_name, media_type, size, pages, organisation_code, letter_number, letter_date, addressee,
                names_in_letter, signer_name, signer_capacity, signer_order, signer_order_ends, signature_kind, scan_unreadable, uploaded_by,
                uploaded_at)
            values (@id, @Sha256, @FileName, @MediaType, @Size, @Pages, @OrganisationCode, @LetterNumber, @LetterDate, @Addressee,
                @NamesInLetter, @SignerName, @SignerCapacity, @SignerOrder, @SignerOrderEnds, @SignatureKind, @scanUnreadable,
                @By, @Now)
            """,
            new
            {
                id,
                letter.Sha256,
                letter.FileName,
                letter.MediaType,
                letter.Size,
                letter.Pages,
                request.OrganisationCode,
                letter.LetterNumber,
                letter.LetterDate,
                letter.Addressee,
                letter.NamesInLetter,
                letter.SignerName,
                letter.SignerCapacity,
                letter.SignerOrder,
                letter.SignerOrderEnds,
                letter.SignatureKind,
                scanUnreadable = IsUnreadable(letter, settings) ? 1 : 0,
                answer.By,
                context.Now,
            });
        return id;
    }

    // One letter may serve both officers, and then it names both (left open 4).
    static async Task<string> RequireOwnLetterAsync(Transaction transaction, Request request, string letterId)
    {
        var letter = await transaction.FirstAsync<Letter>(
            "select * from letters where id = @letterId and organisation_code = @OrganisationCode", new { letterId, request.OrganisationCode })
            ?? throw new RefusedException("no-such-letter",
                "ไม่พบหนังสือฉบับนี้ในหน่วยงานของท่าน โปรดอัปโหลดใหม่", "There is no such letter in your organisation; upload it again.");
        LetterChecks.RequireName(letter.NamesInLetter, await Person.GetAsync(transaction, request.PersonId));
        return letter.Id;
    }

    // The same file under two organisations: the reviewer is to look (T65).
    static async Task NoteElsewhereAsync(ActivityExecutionContext context, Request request, string letterId, string rule)
    {
        var elsewhere = await context.Transaction.QueryAsync<string>(
            """
            select distinct o.organisation_code from letters l join letters o on o.sha256 = l.sha256
            where l.id = @letterId and o.organisation_code <> l.organisation_code order by 1
            """, new { letterId });
        if (elsewhere.Count > 0)
            AuditTrail.Add(context.Transaction, context.Now, null, "letter-file-elsewhere", "request", request.Id, request.OrganisationCode,
                rule, string.Join(", ", elsewhere));
    }

    static async Task RequireReplyAsync(ActivityExecutionContext context, Request request, WorkTask task, Answer answer)
    {
        var hasLetter = await context.Transaction.FirstAsync<string>(
            "select letter_id from request_letters where request_id = @Id limit 1", new { request.Id }) is not null;
        if (task.Points is null || !hasLetter)
            throw new RefusedException("letter-needed",
                "ต้องแนบหนังสือที่นายกลงนามก่อนส่งต่อ (ข้อ A-07)", "The signed letter must be attached first.", "A-07");
        WriteReply(context, request, answer, answer.Read<ReplyAnswer>().Reply ?? "");
    }

    static void WriteReply(ActivityExecutionContext context, Request request, Answer answer, string reply) =>
        AuditTrail.Add(context.Transaction, context.Now, answer.By, "points-answered", "request", request.Id, request.OrganisationCode, detail: reply);

    /// <summary>What is said to the points of the reviewer.</summary>
    public sealed record ReplyAnswer(string Reply);
}
