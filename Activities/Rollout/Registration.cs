using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// People register within the window (E-05), matched by their citizen id against the roster that was sent. Before the order is
/// signed they wait without rights (T27); who isn't found is refused with one and the same sentence, and the province is told
/// (T28); after the window only by an exception for one person (T29). The citizen id is proved by ThaID, and it is the key:
/// another name than the roster's is flagged, and somebody decides with a document before rights begin (T102).
/// </summary>
public sealed class Registration(Database database, CitizenIds vault, Tools tools, TimeProvider clock)
{
    /// <summary>Where ThaID isn't connected: nothing proves whose number was typed, so somebody decides on each.</summary>
    public const string Typed = "typed";

    const string Opens = "E-05:opens";
    internal const string Closes = "E-05:closes";

    /// <summary>Who wasn't found so often waits until tomorrow: the roster can't be searched by trying.</summary>
    const int MostRefusals = 5;

    /// <returns>"registered" with rights, "waiting-order", or "identity-check" when somebody has to look first.</returns>
    /// <exception cref="RefusedException">Outside the window, another's id, or not found.</exception>
    public async Task<string> RegisterAsync(string office, RegistrationProof proof, Actor actor)
    {
        var (line, refusal) = await database.WriteAsync(transaction => TryAsync(transaction, office, proof, actor));
        return refusal is null ? line!.State : throw refusal;
    }

    /// <summary>Opens registration once more for one person who didn't take it up.</summary>
    public Task AllowLateAsync(string lineId, DateOnly until, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var line = await transaction.FirstAsync<RosterLine>(
            "select * from roster_lines where id = @lineId and removed_at is null", new { lineId });
        if (line is null || actor.In(line.ProvinceCode, Role.Coordinator) is null && !actor.Is(Role.Finance))
            throw new RefusedException("not-your-roster",
                "เฉพาะผู้ประสานงานจังหวัดหรือกองคลังเท่านั้นที่อนุญาตได้",
                    "Only the province's coordinator or the finance division can.", "E-05");
        var end = ThaiDate.EndOfDay(until);
        if (end <= now)
            throw new RefusedException("late-until", "โปรดเลือกวันที่ยังไม่ผ่าน", "Choose a day that has not passed.", "E-05");
        transaction.Write("update roster_lines set late_until = @end where id = @lineId", new { end, lineId });
        AuditTrail.Add(transaction, now, actor.PersonId, "late-registration-allowed", "roster-line", lineId, line.OfficeCode,
            "E-05",
            $"{line.NameTh}; {ThaiDate.ShortForm(until)}");
    });

    async Task<(RosterLine?, RefusedException?)> TryAsync(
        Transaction transaction, string office, RegistrationProof proof, Actor actor)
    {
        var now = clock.GetUtcNow();
        var citizen = vault.Seal(proof.Citizen);
        transaction.Lock("select id from people where id = @PersonId", new { actor.PersonId });
        var today = ThaiDate.StartOfDay(ThaiDate.BangkokDate(now));
        if (await transaction.FirstAsync<long>(
            "select count(*) from registration_refusals where person_id = @PersonId and at >= @today",
            new { actor.PersonId, today }) >= MostRefusals)
            return (null, new RefusedException("registration-slow",
                "วันนี้ลงทะเบียนไม่สำเร็จหลายครั้งแล้ว โปรดลองใหม่พรุ่งนี้ หรือติดต่อผู้ประสานงานจังหวัด",
                "That failed several times today. Try again tomorrow, or ask your province's coordinator.", "E-05"));
        var line = await transaction.FirstAsync<RosterLine>(
            """
            select * from roster_lines
            where office_code = @office and citizen_hash = @Hash and removed_at is null and sent_at is not null
            """, new { office, citizen.Hash });
        if (await OutsideAsync(transaction, office, line, now) is { } closed)
            return (null, closed);
        if (line is null)
            return (null, await RefuseAsync(transaction, office, actor, now));
        if (await OthersAsync(transaction, line, citizen, actor) is { } others)
            return (null, others);
        await TakeAsync(transaction, line, proof, citizen, actor, now);
        return (await transaction.FirstAsync<RosterLine>("select * from roster_lines where id = @Id", new { line.Id }), null);
    }

    // Before anything is said about the roster: the window closes for those who aren't on it too.
    static async Task<RefusedException?> OutsideAsync(Transaction transaction, string office, RosterLine? line,
        DateTimeOffset now)
    {
        var opens = await CircularDates.OfAsync(transaction, "E", Opens, office);
        var closes = await CircularDates.InForceAsync(transaction, "E", Closes, office, now);
        if (opens is not null && now < opens.EnforcedAt)
            return new RefusedException("registration-not-open",
                $"ยังไม่เปิดลงทะเบียน เปิดวันที่ {ThaiDate.PageForm(ThaiDate.BangkokDate(opens.EnforcedAt))}",
                $"Registration opens on {ThaiDate.English(ThaiDate.BangkokDate(opens.EnforcedAt))}.", "E-05");
        if (closes is null || now <= closes.EnforcedAt || line?.LateUntil >= now)
            return null;
        return new RefusedException("registration-closed",
            $"ปิดลงทะเบียนแล้วเมื่อ {ThaiDate.PageForm(ThaiDate.BangkokDate(closes.EnforcedAt))} "
                + $"หากจำเป็นให้ผู้ประสานงานจังหวัดขอเปิดเป็นรายคน",
            $"Registration closed on {ThaiDate.English(ThaiDate.BangkokDate(closes.EnforcedAt))}; your province's "
                + $"coordinator can ask for an exception.",
            "E-05");
    }

    // A name may change, the number doesn't: another number than before is another person's, and so is a line that is taken.
    static async Task<RefusedException?> OthersAsync(
        Transaction transaction, RosterLine line, SealedCitizenId citizen, Actor actor)
    {
        if (line.RegisteredAt is not null && line.PersonId != actor.PersonId)
            return new RefusedException("registered-by-another",
                "มีบัญชีผู้ใช้อื่นลงทะเบียนด้วยเลขประจำตัวนี้แล้ว โปรดติดต่อผู้ประสานงานจังหวัด",
                "Another account registered with this citizen id already. Ask your province's coordinator.", "E-05");
        return await CitizenIds.IsAnotherAsync(transaction, actor.PersonId, citizen.Hash) ? CitizenIds.Another() : null;
    }

    async Task TakeAsync(Transaction transaction, RosterLine line, RegistrationProof proof, SealedCitizenId citizen, Actor actor,
        DateTimeOffset now)
    {
        if (line.RegisteredAt is not null)
            return;
        var open = proof.Method == Typed ? Typed
            : ProvenName.Differs(proof.NameTh, line.TitleTh, line.GivenNameTh, line.FamilyNameTh) ? IdentityChecks.Name : null;
        transaction.Write(
            """
            update roster_lines set registered_at = @now, person_id = @PersonId, lapsed_at = null, proof_method = @Method,
                proven_name = @name, identity_open = @open,
                right_from = @rightFrom
            where id = @Id and registered_at is null
            """, new
            {
                now,
                actor.PersonId,
                proof.Method,
                name = ThaiText.Normalise(proof.NameTh),
                open,
                rightFrom = line.OrderId is not null && open is null ? now : (DateTimeOffset?)null,
                line.Id,
            });
        if (proof.Method != Typed)
            CitizenIds.Store(transaction, actor.PersonId, citizen, proof.Method, now);
        AuditTrail.Add(transaction, now, actor.PersonId, open is not null ? "registered-identity-open"
            : line.OrderId is null ? "registered-waiting-order" : "registered", "roster-line", line.Id, line.OfficeCode, "E-05",
            proof.Method);
        if (open is not null)
            await IdentityChecks.AskAsync(transaction, tools, line, proof, now);
    }

    // One sentence for all: whether anybody else is on the roster, or this person elsewhere, is nobody's business.
    async Task<RefusedException> RefuseAsync(Transaction transaction, string office, Actor actor, DateTimeOffset now)
    {
        var first = await transaction.FirstAsync<string>(
            "select id from registration_refusals where person_id = @PersonId and office_code = @office limit 1",
            new { actor.PersonId, office }) is null;
        transaction.Write(
            "insert into registration_refusals (id, person_id, office_code, at) values (@id, @PersonId, @office, @now)",
            new { id = Ids.New(now), actor.PersonId, office, now });
        AuditTrail.Add(transaction, now, actor.PersonId, "registration-refused", "organisation", office, office, "E-05");
        if (first)
            await TellProvinceAsync(transaction, office, actor, now);
        return new RefusedException("not-on-roster",
            "ไม่พบชื่อของท่านในบัญชีรายชื่อ จึงลงทะเบียนไม่ได้ ระบบแจ้งผู้ประสานงานจังหวัดแล้ว",
            "Your name was not found, so you can't be registered. The province's coordinator has been told.", "E-05");
    }

    async Task TellProvinceAsync(Transaction transaction, string office, Actor actor, DateTimeOffset now)
    {
        if (await Organisation.ProvinceOfAsync(transaction, office) is not { } province)
            return;
        var model = await CaseModel.OfAsync(transaction, null, null, "E-05", now);
        await CaseModel.AddOrganisationAsync(transaction, model, office);
        model["officeTh"] = Roster.ThaiOf(await Organisation.GetAsync(transaction, office));
        model["whoTh"] = actor.Person.NameTh;
        model["whoEn"] = actor.Person.NameEn;
        foreach (var person in await Person.InRoleAsync(transaction, province, Role.Coordinator, now))
            CaseMail.Queue(transaction, now, tools, "not-on-roster", person, model, $"not-on-roster:{office}:{actor.PersonId}",
                about: new MailSubject(null, office));
    }
}

/// <summary>Who somebody proved to be when they registered.</summary>
/// <param name="NameTh">As ThaID gives it, with or without the title; empty when it gave none.</param>
/// <param name="Method">"ThaID", its stand-in in Development, or <see cref="Registration.Typed"/>.</param>
public sealed record RegistrationProof(CitizenId Citizen, string NameTh, string Method);
