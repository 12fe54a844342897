using System.Security.Cryptography;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>
/// Takes in what comes back by mail (T49 – T53). Nothing here decides: a bounce starts another way to the person, a reply is kept
/// and answered with the link, an automatic reply and a forged sender are kept and change nothing. The same mail is taken once.
/// </summary>
/// <param name="authServer">The name under which our mail server reports its DMARC check; empty believes none.</param>
public sealed class IncomingMails(Database database, Tools tools, TimeProvider clock, string authServer = "")
{
    /// <returns>What kind it was; null when it was taken in before.</returns>
    /// <exception cref="UnreadableMailException">It is no mail.</exception>
    public Task<string?> TakeAsync(byte[] raw)
    {
        var mail = IncomingMail.Read(raw, authServer);
        var hash = Convert.ToHexString(SHA256.HashData(raw));
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var sent = await SentMail.FindAsync(transaction, mail.Answers);
            var task = sent is null ? null : await sent.TaskAsync(transaction);
            if (await KeepAsync(transaction, mail, hash, sent, task, now) == 0)
                return null;
            if (sent is null)
                return mail.Kind;
            if (mail.Kind == IncomingMail.Bounce)
                await new UndeliveredWays(transaction, tools, now).TakeAsync(sent, task, mail.Statuses);
            else
                await AnswerAsync(transaction, mail, sent, task, now);
            return mail.Kind;
        });
    }

    static Task<int> KeepAsync(
        Transaction transaction, IncomingMail mail, string hash, SentMail? sent, string? task, DateTimeOffset now) =>
        transaction.ExecuteAsync(
            """
            insert into incoming_mails (id, hash, received_at, kind, from_address, subject, body, dmarc, outbox_key, person_id,
                task_id, request_id, right_id, instance_id)
            values (@id, @hash, @now, @Kind, @From, @Subject, @Text, @Dmarc, @key, @person, @task, @request, @right, @instance)
            on conflict (hash) do nothing
            """,
            new
            {
                id = Ids.New(now),
                hash,
                now,
                mail.Kind,
                mail.From,
                mail.Subject,
                mail.Text,
                mail.Dmarc,
                key = sent?.Root,
                person = sent?.PersonId,
                task,
                request = sent?.RequestId,
                right = sent?.RightId,
                instance = sent?.InstanceId,
            });

    // Only to the address we wrote to ourselves, never to where a forged mail claims to come from; once for each mail of ours.
    async Task AnswerAsync(Transaction transaction, IncomingMail mail, SentMail sent, string? task, DateTimeOffset now)
    {
        AuditTrail.Add(transaction, now, null, mail.Kind == IncomingMail.AutoReply ? "auto-reply-kept" : "reply-kept",
            sent.RequestId is null ? "mail" : "request", sent.RequestId ?? sent.Root, await sent.OrganisationAsync(transaction),
            detail: $"dmarc {mail.Dmarc}");
        var person = await Person.GetAsync(transaction, sent.PersonId);
        if (mail.Kind != IncomingMail.Reply || mail.Dmarc == "fail"
            || !mail.From.Equals(person.Email, StringComparison.OrdinalIgnoreCase))
            return;
        var model = new Dictionary<string, object?> { ["subject"] = mail.Subject };
        if (task is not null)
            model["link"] = $"{tools.PublicUrl}/tasks/{task}";
        CaseMail.Queue(
            transaction, now, tools, "reply-kept", person, model, $"reply-kept:{sent.Root}", sent.RequestId, sent.RightId);
    }
}
