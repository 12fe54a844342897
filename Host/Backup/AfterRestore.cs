using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Backup;

/// <summary>
/// What a store needs that came back from a backup, before a host opens it (T104): it must not say again what was said since,
/// and no link, code or session that is out there may work.
/// </summary>
static class AfterRestore
{
    public const string Reason = "restored";

    /// <summary>The channel of what left after the backup and is unknown to it: a row that keeps its key from being queued.</summary>
    const string Known = "restored";

    /// <summary>What was different between the backup and the world.</summary>
    /// <param name="SentSince">Mails that waited in the backup, and have left since: not sent again.</param>
    /// <param name="Unknown">Mails that left and of which the backup knows nothing: what they spoke of is lost.</param>
    /// <param name="Held">Mails that wait in the backup, and for which nobody knows: an operator sends them or lets them be.</param>
    /// <param name="Links">Links in mails that ended.</param>
    public sealed record Differences(int SentSince, IReadOnlyList<SentMail> Unknown, long Held, long Links);

    public static Task<Differences> SettleAsync(
        Database database, DateTimeOffset backupAt, IReadOnlyList<SentMail> sent, DateTimeOffset now) =>
        database.WriteAsync(async transaction =>
        {
            var (since, unknown) = (0, new List<SentMail>());
            foreach (var mail in sent)
                if (await transaction.ExecuteAsync(
                    """
                    update outbox set done_at = @At, due_at = null, failed_at = null, last_error = null
                    where key = @Key and done_at is null
                    """, mail) == 1)
                    since++;
                else if (await KeepFromBeingQueuedAsync(transaction, mail))
                    unknown.Add(mail);
            var held = await transaction.ExecuteAsync(
                "update outbox set failed_at = @now, due_at = null, last_error = @why where due_at is not null",
                new { now, why = $"held: the store was restored from the backup of {backupAt:O}" });
            var links = await EndLinksAsync(transaction, now);
            await EndSessionsAsync(transaction, now);
            AuditTrail.Add(transaction, now, null, "restored", "store", "store",
                detail: $"backup of {backupAt:O}; {since} mails sent since, {unknown.Count} unknown, {held} held, {links} links ended");
            return new Differences(since, unknown, held, links);
        });

    static async Task<bool> KeepFromBeingQueuedAsync(Transaction transaction, SentMail mail) => await transaction.ExecuteAsync(
        """
        insert into outbox (id, key, channel, recipient, payload, created_at, due_at, attempts, done_at)
        values (@id, @Key, @Known, @Recipient, '', @At, null, 0, @At) on conflict (key) do nothing
        """, new { id = Ids.New(mail.At), mail.Key, Known, mail.Recipient, mail.At }) == 1;

    static async Task<long> EndLinksAsync(Transaction transaction, DateTimeOffset now)
    {
        long ended = 0;
        foreach (var table in (string[])["mail_links", "site_links", "account_claims"])
            ended += await transaction.ExecuteAsync(
                $"update {table} set ended_at = @now, end_reason = @Reason where ended_at is null", new { now, Reason });
        return ended;
    }

    static async Task EndSessionsAsync(Transaction transaction, DateTimeOffset now)
    {
        await transaction.ExecuteAsync("update one_time_codes set expires_at = @now where expires_at > @now", new { now });
        // Another stamp than the cookies have: everybody signs in again.
        await transaction.ExecuteAsync("update accounts set security_stamp = @stamp || id", new { stamp = Ids.New(now) });
    }
}
