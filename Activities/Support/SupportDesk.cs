using System.Text.Json;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Support;

/// <summary>
/// A question to those who support a circular's system, left when nobody answers the telephone (T105, B-11, D-10). It reaches a
/// mailbox as a mail, answers go to who asked, and it is kept.
/// </summary>
public sealed class SupportDesk(Database database, Tools tools, TimeProvider clock)
{
    const int ShortestText = 10;
    const int LongestText = 2000;

    /// <summary>So many a person and day; a mailbox is no chat.</summary>
    const int MostADay = 10;

    /// <param name="formKey">Made with the form; the same form is kept and sent once.</param>
    /// <returns>The mailbox it went to.</returns>
    /// <exception cref="RefusedException">No such circular, too short or long, or too many today.</exception>
    public Task<string> AskAsync(string formKey, string circularId, string text, string organisation, Actor actor)
    {
        var words = ThaiText.NormaliseLines(text);
        if (words.Length is < ShortestText or > LongestText)
            throw new RefusedException("text",
                $"โปรดเขียนข้อความ {ShortestText} ถึง {LongestText} ตัวอักษร",
                $"Write {ShortestText} to {LongestText} letters.");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            transaction.Lock("select id from people where id = @PersonId", new { actor.PersonId });
            if (await transaction.FirstAsync<string>(
                "select recipient from support_messages where id = @formKey", new { formKey })
                is { } before)
                return before;
            await RequireRoomAsync(transaction, actor, now);
            var circular = await transaction.FirstAsync<Circular>(
                "select facts, issuer_code from circulars where id = @circularId", new { circularId })
                ?? throw new RefusedException("no-such-circular", "ไม่พบหนังสือเวียนนี้", "There is no such circular.");
            var mailboxes = await MailboxesAsync(transaction, circular, now);
            transaction.Write(
                """
                insert into support_messages (id, circular_id, organisation_code, text, recipient, by_person, at)
                values (@formKey, @circularId, @organisation, @words, @to, @PersonId, @now)
                """, new { formKey, circularId, organisation, words, to = mailboxes[0].Email, actor.PersonId, now });
            AuditTrail.Add(transaction, now, actor.PersonId, "support-asked", "circular", circularId, organisation);
            await SendAsync(transaction, formKey, circularId, circular, words, organisation, mailboxes, actor, now);
            return mailboxes[0].Email;
        });
    }

    async Task SendAsync(Transaction transaction, string formKey, string circularId, Circular circular, string words,
        string organisation, IReadOnlyList<Person> mailboxes, Actor actor, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, null, now);
        await CaseModel.AddOrganisationAsync(transaction, model, organisation);
        model["circular"] = circularId;
        model["titleTh"] = circular.Read().TitleTh;
        model["titleEn"] = circular.Read().TitleEn;
        model["senderTh"] = actor.Person.NameTh;
        model["senderEn"] = actor.Person.NameEn;
        model["senderMail"] = actor.Person.Email;
        model["text"] = words;
        foreach (var mailbox in mailboxes)
            CaseMail.Queue(transaction, now, tools, "support-message", mailbox, model, $"support:{formKey}",
                about: new MailSubject(null, organisation), replyTo: actor.Person.Email);
    }

    async Task RequireRoomAsync(Transaction transaction, Actor actor, DateTimeOffset now)
    {
        var today = ThaiDate.StartOfDay(ThaiDate.BangkokDate(now));
        if (await transaction.FirstAsync<long>(
            "select count(*) from support_messages where by_person = @PersonId and at >= @today", new { actor.PersonId, today })
            >= MostADay)
            throw new RefusedException("too-many",
                $"วันนี้ส่งข้อความครบ {MostADay} ฉบับแล้ว โปรดรอคำตอบ หรือโทรในเวลาราชการ",
                $"You have left {MostADay} messages today. Wait for an answer, or call in office hours.");
    }

    // The circular's own central mailbox; else its agency's; else the operators, who know whom to ask.
    static async Task<IReadOnlyList<Person>> MailboxesAsync(Transaction transaction, Circular circular, DateTimeOffset now)
    {
        if (circular.Read().Contacts.FirstOrDefault(contact => contact.Email is { Length: > 0 }) is { } contact)
            return [Mailbox(contact.UnitTh, contact.UnitEn, contact.Email!)];
        if (await Organisation.FindAsync(transaction, circular.IssuerCode) is { Email.Length: > 0 } agency)
            return [Mailbox(agency.NameTh, agency.NameEn, agency.Email)];
        var operators = await transaction.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.role = @Operator and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now) order by p.id
            """, new { Role.Operator, now });
        return operators.Count > 0 ? operators : throw new RefusedException("no-mailbox",
            "ยังไม่มีตู้รับข้อความของหนังสือเวียนนี้ โปรดโทรในเวลาราชการ",
            "This circular has no mailbox to take messages; call in office hours.");
    }

    static Person Mailbox(string thai, string english, string address) =>
        new() { Id = "mailbox-" + address, GivenNameTh = thai, NameEn = english, Email = address };

    sealed class Circular
    {
        public string Facts { get; init; } = "";
        public string IssuerCode { get; init; } = "";

        public CircularFacts Read() => JsonSerializer.Deserialize<CircularFacts>(Facts, JsonSerializerOptions.Web)!;
    }
}
