using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>
/// Mails that our own mail server refuses for good while they are sent, and mails to an address that is known to refuse: both go
/// the other ways to the person at once (T51), as after a bounce. So does, after the last try, what the recipient's mailbox was
/// too full or too busy for all the while (T52).
/// </summary>
public sealed class RefusedMails(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>
    /// The status by which the recipient's address refuses all mail; null when it takes mail, or the mail is to nobody we could
    /// reach by another way (<see cref="Sites.MailboxAlarms"/> watches the central mailboxes).
    /// </summary>
    public Task<string?> MarkAsync(string outboxKey, string recipient) => database.FirstAsync<string>(
        """
        select r.status from refusing_addresses r where r.address = @address and exists (
            select 1 from case_mails c join people p on p.id = c.person_id where c.outbox_key = @outboxKey)
        """, new { address = recipient.ToLowerInvariant(), outboxKey });

    /// <summary>Part of the transaction that gives the mail up.</summary>
    /// <param name="marks">Whether the address itself refuses, and not only this mail.</param>
    public Task TakeAsync(Transaction transaction, string outboxKey, DeliveryStatus status, bool marks) =>
        NextWayAsync(transaction, outboxKey, (ways, sent, task) => ways.RefusedAsync(sent, task, status, marks));

    /// <summary>Part of the transaction that gives the mail up after its last try. Says nothing against the address.</summary>
    public Task HeldBackAsync(Transaction transaction, string outboxKey, DeliveryStatus status) =>
        NextWayAsync(transaction, outboxKey, (ways, sent, task) => ways.HeldBackAsync(sent, task, status));

    async Task NextWayAsync(
        Transaction transaction, string outboxKey, Func<UndeliveredWays, SentMail, string?, Task> take)
    {
        if (await SentMail.OfKeyAsync(transaction, outboxKey) is { } sent
            && await Person.FindAsync(transaction, sent.PersonId) is not null)
            await take(new UndeliveredWays(transaction, tools, clock.GetUtcNow()), sent, await sent.TaskAsync(transaction));
    }
}
