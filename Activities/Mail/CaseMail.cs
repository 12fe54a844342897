using System.Text.Json;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail;

/// <summary>
/// Queues a mail about a case. It is rendered here, inside the step: what lies in the outbox is exactly what will be sent,
/// under one Message-ID for ever.
/// </summary>
public static class CaseMail
{
    public const string Channel = "mail";

    /// <summary>
    /// A mail of a step. What the clock writes waits for office hours; what follows a person's deed goes at once. What a circular
    /// sent to many begins with is held a while, so that somebody with many offices gets one mail (<see cref="MailFold"/>); so is
    /// what a yearly review says on one day.
    /// </summary>
    /// <param name="office">Whose people read it, where that is known: the office hours are those of its own days.</param>
    public static void Queue(ActivityExecutionContext context, Tools tools, string template, Person to,
        IReadOnlyDictionary<string, object?> model, string key, string? requestId = null, string? rightId = null,
        string? organisation = null, IReadOnlyList<CalendarEntry>? calendar = null, string? office = null)
    {
        var sending = context.By is null ? context.Input(Coverage.SendingInput) as string ?? CampaignFold.Of(context) : null;
        var sendAt = context.By is not null ? context.Now
            : (office is null ? tools.Calendar.Current : tools.Calendar.Current.For(office))
                .OfficeTimeFrom(sending is null ? context.Now : context.Now + MailFold.Held);
        Queue(context.Transaction, context.Now, tools, template, to, model, key, requestId, rightId, sendAt,
            organisation is null ? null : new MailSubject(context.InstanceId, organisation), sending, calendar);
    }

    /// <param name="sendAt">Not before this instant; at once when null.</param>
    /// <param name="about">What a mail about no request or right is about; null when it is about one, or about nobody's
    /// case.</param>
    /// <param name="calendar">The deadlines it speaks of, for the reader's calendar.</param>
    /// <param name="sendingId">The sending whose mails are folded, when this is one of them.</param>
    /// <param name="replyTo">Where an answer goes, when a person asked; a bare address.</param>
    /// <param name="key">Says which mail of which step this is; the same key is queued once.</param>
    public static void Queue(Transaction transaction, DateTimeOffset now, Tools tools, string template, Person to,
        IReadOnlyDictionary<string, object?> model, string key, string? requestId = null, string? rightId = null,
        DateTimeOffset? sendAt = null, MailSubject? about = null, string? sendingId = null,
        IReadOnlyList<CalendarEntry>? calendar = null, string? replyTo = null)
    {
        var mail = tools.Templates.Render(template, new Dictionary<string, object?>(model)
        {
            ["personTh"] = to.NameTh,
            ["personEn"] = to.NameEn,
            ["siteUrl"] = tools.PublicUrl,
        });
        var messageId = $"{Ids.New(now)}@{new Uri(tools.PublicUrl).Host}";
        var payload = JsonSerializer.Serialize(new OutgoingMail(
            messageId, to.Email, to.NameTh, mail.Subject, mail.Text, mail.Html, replyTo, now,
            null, calendar is null ? null : CalendarFile.Write(calendar, mail.Subject, new Uri(tools.PublicUrl), now)),
            JsonSerializerOptions.Web);
        key = $"{Channel}:{key}:{to.Id}";
        Outbox.Queue(transaction, now, Channel, key, to.Email, payload, sendAt);
        transaction.Write(
            """
            insert into case_mails
                (outbox_key, request_id, right_id, instance_id, organisation_code, person_id, template, subject,
                    queued_at, send_at, sending_id, message_id)
            values (@key, @requestId, @rightId, @instance, @organisation, @person, @template, @Subject, @now, @sendAt, @sendingId,
                @messageId)
            on conflict (outbox_key) do nothing
            """,
            new
            {
                key,
                requestId,
                rightId,
                instance = about?.InstanceId,
                organisation = about?.OrganisationCode,
                person = to.Id,
                template,
                mail.Subject,
                now,
                sendAt = sendAt ?? now,
                sendingId,
                messageId,
            });
    }
}

/// <summary>The instance and the organisation that a mail is about, where it is about no request or right.</summary>
public sealed record MailSubject(string? InstanceId, string OrganisationCode);
