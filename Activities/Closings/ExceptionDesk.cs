using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>
/// The way past a cut-off for any circular: an organisation asks with a reason, the agency that owns the system decides with one,
/// and a grant holds for that organisation until a day. What waits for the window goes on at once.
/// </summary>
public sealed class ExceptionDesk(Database database, Tools tools, TimeProvider clock)
{
    const int ShortestText = 5;
    const int LongestText = 1_000;
    const int MostDays = 60;

    /// <returns>The exception's id; that of the open one when the organisation has asked before (T67).</returns>
    /// <exception cref="RefusedException">Not their organisation, not closed for good, another way is for it, or no
    /// reason.</exception>
    public Task<string> AskAsync(string circularId, string key, string organisation, string what, string reason, Actor actor) =>
        database.WriteAsync(async transaction =>
    {
        if (actor.In(organisation, Role.Officer, Role.Clerk, Role.Executive, Role.Coordinator) is null)
            throw Refused("not-your-organisation", "ขอยกเว้นได้เฉพาะหน่วยงานของท่าน",
                "You can ask for your own organisation only.", key);
        var (deed, why) = (Text(what, "what", key), Text(reason, "reason", key));
        var now = clock.GetUtcNow();
        transaction.Lock("select code from organisations where code = @organisation", new { organisation });
        var window = await ClosingTimes.ClosedAsync(transaction, circularId, key, now);
        if (window is not { ClosedUntil: null })
            throw Refused("not-closed-for-good", "ช่วงนี้ไม่ได้ปิดถาวร ดำเนินการได้ตามปกติเมื่อเปิด",
                "It isn't closed for good: do it yourself, or when it opens.", key);
        if (LateAction.PageOf(circularId, key) is var page && !page.StartsWith("/circulars/", StringComparison.Ordinal))
            throw Refused("another-way", $"ข้อ {key} มีทางขอของตนเอง โปรดใช้หน้า {page}",
                $"Clause {key} has a way of its own: use the page {page}.", key);
        if (await transaction.FirstAsync<string>(
            """
            select id from exceptions where circular_id = @circularId and window_key = @key
            and organisation_code = @organisation and decided_at is null
            """, new { circularId, key, organisation }) is { } open)
            return open;
        var id = Ids.New(now);
        transaction.Write(
            """
            insert into exceptions (id, circular_id, window_key, organisation_code, what, reason, asked_by, asked_at)
            values (@id, @circularId, @key, @organisation, @deed, @why, @PersonId, @now)
            """, new { id, circularId, key, organisation, deed, why, actor.PersonId, now });
        AuditTrail.Add(transaction, now, actor.PersonId, "exception-asked", "exception", id, organisation, key, $"{deed}: {why}");
        await TellAgencyAsync(transaction, circularId, key, organisation, deed, why, id, now);
        return id;
    });

    /// <summary>Decides. A grant lets the organisation act until the end of that day.</summary>
    /// <exception cref="RefusedException">Not the agency, decided already, no reason, or a day that can't be.</exception>
    public Task DecideAsync(string id, string decision, DateOnly? until, string reason, Actor actor) =>
        database.WriteAsync(async transaction =>
    {
        transaction.Lock("select id from exceptions where id = @id", new { id });
        var asked = await transaction.FirstAsync<LateAction>("select * from exceptions where id = @id", new { id })
            ?? throw Refused("no-such-exception", "ไม่พบคำขอนี้", "There is no such request.", null);
        if (await OwnerAgency.OfAsync(transaction, asked.CircularId) is not { } agency
            || actor.In(agency, Role.Director, Role.Reviewer) is null)
            throw Refused("agency-only", "เฉพาะหน่วยงานเจ้าของระบบเท่านั้นที่พิจารณาคำขอยกเว้น",
                "Only the agency that owns the system decides on exceptions.", asked.WindowKey);
        if (asked.DecidedAt is not null)
            throw Refused("decided-already", "คำขอนี้มีผู้พิจารณาแล้ว โปรดเปิดหน้าใหม่",
                "This was decided already; open the page again.", asked.WindowKey);
        var why = Text(reason, "decision-reason", asked.WindowKey);
        var now = clock.GetUtcNow();
        var end = decision == LateAction.Granted ? EndOf(until, now, asked.WindowKey) : (DateTimeOffset?)null;
        transaction.Write(
            """
            update exceptions set decided_by = @PersonId, decided_at = @now, decision = @decision, decision_reason = @why,
                granted_until = @end where id = @id
            """, new { actor.PersonId, now, decision, why, end, id });
        AuditTrail.Add(transaction, now, actor.PersonId, "exception-" + decision, "exception", id, asked.OrganisationCode,
            asked.WindowKey, why);
        // What waits for the window looks again; only the organisation that may goes on.
        if (end is not null)
            transaction.Write("update bookmarks set due_at = @now where event_name = @changed",
                new { now, changed = Window.ChangedEvent(asked.CircularId, asked.WindowKey) });
        await TellAskerAsync(transaction, asked, decision, end, why, now);
    });

    /// <summary>Whether somebody decides on the exceptions of a circular.</summary>
    public async Task<bool> MayDecideAsync(string circularId, Actor actor) =>
        await OwnerAgency.OfAsync(database, circularId) is { } agency
            && actor.In(agency, Role.Director, Role.Reviewer) is not null;

    static DateTimeOffset EndOf(DateOnly? until, DateTimeOffset now, string key)
    {
        var today = ThaiDate.BangkokDate(now);
        if (until is not { } day || day < today || day > today.AddDays(MostDays))
            throw Refused("until", $"โปรดกรอกวันสุดท้ายที่ให้ทำได้ ตั้งแต่วันนี้ไม่เกิน {MostDays} วัน",
                $"Enter the last day on which it may be done, within {MostDays} days.", key);
        return ThaiDate.EndOfDay(day);
    }

    async Task TellAgencyAsync(
        Transaction transaction, string circularId, string key, string organisation, string what, string why,
        string id, DateTimeOffset now)
    {
        if (await OwnerAgency.OfAsync(transaction, circularId) is not { } agency)
            return;
        var model = await ModelAsync(transaction, circularId, key, organisation, what, why, now);
        foreach (var person in await Person.InRoleAsync(transaction, agency, Role.Reviewer, now))
            CaseMail.Queue(transaction, now, tools, "exception-asked", person, model, $"exception:{id}",
                about: new MailSubject(null, organisation));
    }

    async Task TellAskerAsync(Transaction transaction, LateAction asked, string decision, DateTimeOffset? until, string why,
        DateTimeOffset now)
    {
        var model = await ModelAsync(
            transaction, asked.CircularId, asked.WindowKey, asked.OrganisationCode, asked.What, why, now);
        model["isGranted"] = decision == LateAction.Granted;
        model["untilTh"] = until is { } end ? ThaiDate.PageForm(ThaiDate.BangkokDate(end)) : null;
        model["untilEn"] = until is { } day ? ThaiDate.English(ThaiDate.BangkokDate(day)) : null;
        CaseMail.Queue(transaction, now, tools, "exception-decided", await Person.GetAsync(transaction, asked.AskedBy), model,
            $"exception-decided:{asked.Id}", about: new MailSubject(null, asked.OrganisationCode));
    }

    static async Task<Dictionary<string, object?>> ModelAsync(Transaction transaction, string circularId, string key,
        string organisation, string what, string why, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, key, now);
        await CaseModel.AddOrganisationAsync(transaction, model, organisation);
        (model["circular"], model["what"], model["why"]) = (circularId, what, why);
        return model;
    }

    static string Text(string? text, string field, string key)
    {
        var words = ThaiText.NormaliseLines(text ?? "");
        return words.Length is >= ShortestText and <= LongestText ? words : throw Refused(field,
            $"โปรดกรอก {ShortestText} ถึง {LongestText} ตัวอักษร", $"Write {ShortestText} to {LongestText} letters.", key);
    }

    static RefusedException Refused(string code, string thai, string english, string? rule) => new(code, thai, english, rule);
}
