using System.Diagnostics;
using System.Text.Json;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Web.Backup;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Operations;

namespace WorkflowHost.Web;

/// <summary>Gives an outbox row to the carrier of its channel.</summary>
public sealed class OutboxDelivery(
    IMailTransport mails, MailPace pace, SentJournal journal, RefusedMails refusals, Measures measures)
{
    /// <summary>An instant to come when the item's domain has had its mails of this minute (T54); null to send it now.</summary>
    public DateTimeOffset? HoldUntil(OutboxItem item) =>
        item.Channel == CaseMail.Channel ? pace.HoldUntil(item.Recipient) : null;

    public async Task<Delivery> DeliverAsync(OutboxItem item, CancellationToken stop)
    {
        using var span = Telemetry.Spans.StartActivity("outbox.deliver", ActivityKind.Client);
        span?.SetTag("workflowhost.outbox", item.Id).SetTag("workflowhost.channel", item.Channel)
            .SetTag("workflowhost.attempt", item.Attempts);
        var delivery = await CarryAsync(item, stop);
        var outcome = delivery switch
        {
            Delivery.Done => "sent",
            Delivery.TryLater => "deferred",
            Delivery.Replaced => "replaced",
            _ => "refused",
        };
        if (item.Channel == CaseMail.Channel)
            measures.Mail(outcome);
        span?.SetTag("workflowhost.outcome", outcome);
        return delivery;
    }

    async Task<Delivery> CarryAsync(OutboxItem item, CancellationToken stop) => item.Channel switch
    {
        CaseMail.Channel => await MailAsync(item, stop),
        _ => new Delivery.GiveUp($"There is no carrier for the channel '{item.Channel}'."),
    };

    async Task<Delivery> MailAsync(OutboxItem item, CancellationToken stop)
    {
        if (JsonSerializer.Deserialize<OutgoingMail>(item.Payload, JsonSerializerOptions.Web) is not { } mail)
            return new Delivery.GiveUp("The outbox row holds no mail.");
        if (await refusals.MarkAsync(item.Key, item.Recipient) is { } mark)
            return new Delivery.Replaced("the address refuses mail; it went another way", transaction =>
                refusals.TakeAsync(transaction, item.Key, Status(item, mark, "known to refuse"), marks: false));
        return await mails.SendAsync(mail, stop) switch
        {
            MailOutcome.Sent => Done(item),
            MailOutcome.TryLater { About: RefusalCause.Recipient } later => new Delivery.TryLater(later.Reason, transaction =>
                refusals.HeldBackAsync(transaction, item.Key, Status(item, later.Status, later.Reason))),
            MailOutcome.TryLater later => new Delivery.TryLater(later.Reason),
            MailOutcome.Refused { About: RefusalCause.Ourselves } refused => new Delivery.GiveUp(refused.Reason),
            MailOutcome.Refused refused => new Delivery.GiveUp(refused.Reason, transaction => refusals.TakeAsync(
                transaction, item.Key, Status(item, refused.Status, refused.Reason),
                marks: refused.About == RefusalCause.Recipient)),
            _ => throw new UnreachableException(),
        };
    }

    static DeliveryStatus Status(OutboxItem item, string status, string reason) => new(item.Recipient, "failed", status, reason);

    // Before the store hears of it: should that be lost in this moment, the journal knows.
    Delivery.Done Done(OutboxItem item)
    {
        journal.Add(item);
        return new Delivery.Done();
    }
}
