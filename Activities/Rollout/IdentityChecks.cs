using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Registrations whose citizen id stands on the roster, but whose name from ThaID is another, or whose number was only typed
/// (T102): the finance division or the province's coordinator looks at a document and decides; rights wait for that.
/// </summary>
public sealed class IdentityChecks(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>The name from ThaID isn't the roster's; the other reason is <see cref="Registration.Typed"/>.</summary>
    public const string Name = "name";

    public const string Confirmed = "confirmed";
    public const string Refused = "refused";

    const string Rule = "E-05";
    const int ShortestText = 5;
    const int LongestText = 500;

    /// <summary>Decides whether who registered is the person on the roster.</summary>
    /// <param name="document">Which document was seen, or why it is refused.</param>
    /// <param name="scan">Of the document, as <see cref="KeptFiles"/> took it in; with its file's name.</param>
    /// <exception cref="RefusedException">Not theirs, their own, decided already, or no document.</exception>
    public async Task DecideAsync(
        string lineId, string decision, string document, (LetterVerdict.Accepted File, string Name)? scan,
        Actor actor)
    {
        if (decision is not (Confirmed or Refused))
            throw new ArgumentOutOfRangeException(nameof(decision), decision, null);
        var text = document.Trim();
        if (text.Length is < ShortestText or > LongestText)
            throw new RefusedException("document",
                "โปรดระบุเอกสารที่ตรวจ เช่น ใบสำคัญการเปลี่ยนชื่อ เลขที่และวันที่ หรือเหตุผลที่ไม่รับ",
                "Say which document you saw, such as a certificate with number and date, or why you refuse.", Rule);
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            transaction.Lock("select id from roster_lines where id = @lineId", new { lineId });
            var line = await OpenAsync(transaction, lineId, actor);
            Keep(transaction, line, decision, text, actor, now);
            if (scan is var (file, name))
                KeptFiles.Add(transaction, KeptFile.Identity, line.Id, line.ProvinceCode, file, name, actor, now);
            if (decision == Confirmed)
                transaction.Write(
                    """
                    update roster_lines set identity_open = null, right_from = case when order_id is not null then @now end
                    where id = @Id
                    """, new { now, line.Id });
            else
                await TakeBackAsync(transaction, line, now);
            AuditTrail.Add(
                transaction, now, actor.PersonId, "identity-" + decision, "roster-line", line.Id, line.OfficeCode, Rule,
                text);
            await TellAsync(transaction, line, decision, text, now);
        });
    }

    /// <summary>Asks those who may decide.</summary>
    internal static async Task AskAsync(
        Transaction transaction, Tools tools, RosterLine line, RegistrationProof proof, DateTimeOffset now)
    {
        var model = await ModelAsync(transaction, line, now);
        model["nameProven"] = proof.Method == Registration.Typed ? null : proof.NameTh.Length == 0 ? "–" : proof.NameTh;
        foreach (var person in await Person.InRoleAsync(transaction, line.ProvinceCode, Role.Coordinator, now))
            CaseMail.Queue(transaction, now, tools, "identity-check", person, model, $"identity-check:{line.Id}:{now.UtcTicks}",
                about: new MailSubject(null, line.OfficeCode));
    }

    static async Task<RosterLine> OpenAsync(Transaction transaction, string lineId, Actor actor)
    {
        var line = await transaction.FirstAsync<RosterLine>(
            "select * from roster_lines where id = @lineId and removed_at is null", new { lineId });
        if (line is null || actor.In(line.ProvinceCode, Role.Coordinator) is null && !actor.Is(Role.Finance))
            throw new RefusedException("not-your-roster",
                "เฉพาะผู้ประสานงานจังหวัดหรือกองคลังเท่านั้นที่วินิจฉัยได้",
                "Only the province's coordinator or the finance division decides this.", Rule);
        if (line.IdentityOpen is null)
            throw new RefusedException("identity-decided", "เรื่องนี้วินิจฉัยไปแล้ว โปรดเปิดหน้าใหม่",
                "This was decided already; open the page again.", Rule);
        if (await CitizenIds.IsOneOfAsync(transaction, actor.PersonId, line.PersonId!, line.PersonId!))
            throw new RefusedException("own-identity", "วินิจฉัยการลงทะเบียนของตนเองไม่ได้ โปรดให้ผู้อื่นตรวจ",
                "Nobody decides on their own registration; ask somebody else.", Rule);
        return line;
    }

    static void Keep(
        Transaction transaction, RosterLine line, string decision, string document, Actor actor, DateTimeOffset now) =>
        transaction.Write(
            """
            insert into identity_decisions (id, line_id, person_id, why, name_listed, name_proven, decision, document, decided_by,
                decided_at)
            values (@id, @lineId, @person, @IdentityOpen, @NameTh, @proven, @decision, @document, @by, @now)
            """, new
            {
                id = Ids.New(now),
                lineId = line.Id,
                person = line.PersonId,
                line.IdentityOpen,
                line.NameTh,
                proven = line.ProvenName ?? "",
                decision,
                document,
                by = actor.PersonId,
                now,
            });

    // As if they had not registered; after the window that is "not taken up", and an exception may open it again (T29).
    static async Task TakeBackAsync(Transaction transaction, RosterLine line, DateTimeOffset now)
    {
        var closes = await CircularDates.InForceAsync(transaction, "E", Registration.Closes, line.OfficeCode, now);
        transaction.Write(
            """
            update roster_lines set registered_at = null, person_id = null, proof_method = null, proven_name = null,
                identity_open = null, lapsed_at = @lapsed where id = @Id
            """, new { lapsed = closes is not null && closes.EnforcedAt < now ? now : (DateTimeOffset?)null, line.Id });
    }

    async Task TellAsync(Transaction transaction, RosterLine line, string decision, string document, DateTimeOffset now)
    {
        var model = await ModelAsync(transaction, line, now);
        model["isConfirmed"] = decision == Confirmed;
        model["document"] = document;
        CaseMail.Queue(transaction, now, tools, "identity-decided", await Person.GetAsync(transaction, line.PersonId!), model,
            $"identity-decided:{line.Id}:{now.UtcTicks}", about: new MailSubject(null, line.OfficeCode));
    }

    static async Task<Dictionary<string, object?>> ModelAsync(Transaction transaction, RosterLine line, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, Rule, now);
        await CaseModel.AddOrganisationAsync(transaction, model, line.OfficeCode);
        model["officeTh"] = Roster.ThaiOf(await Organisation.GetAsync(transaction, line.OfficeCode));
        model["nameListed"] = line.NameTh;
        return model;
    }
}
