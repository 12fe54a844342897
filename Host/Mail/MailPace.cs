namespace WorkflowHost.Web.Mail;

/// <summary>
/// Keeps <see cref="MailSettings.PerDomainPerMinute"/>: no domain gets more mails than that in any 60 seconds (T54).
/// Counts within this process only; several hosts share a domain's limit by dividing it in their settings.
/// </summary>
public sealed class MailPace(MailSettings settings, TimeProvider clock)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    readonly Lock gate = new();
    readonly Dictionary<string, Queue<DateTimeOffset>> byDomain = [];

    /// <summary>
    /// Takes a place in the recipient's domain now and answers null, or answers from when there will be one: leave the mail
    /// alone until then. Who asks in the order of the queue is served in that order.
    /// </summary>
    public DateTimeOffset? HoldUntil(string recipient)
    {
        if (settings.PerDomainPerMinute is not { } limit || !AddrSpec.TryParse(recipient, out var to))
            return null; // what is no address, the transport refuses
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var recent = Recent(to.Domain, now);
            if (recent.Count >= limit)
                return recent.Peek() + Window;
            recent.Enqueue(now);
            return null;
        }
    }

    Queue<DateTimeOffset> Recent(string domain, DateTimeOffset now)
    {
        if (!byDomain.TryGetValue(domain, out var recent))
            byDomain[domain] = recent = new Queue<DateTimeOffset>();
        while (recent.TryPeek(out var oldest) && oldest + Window <= now)
            recent.Dequeue();
        return recent;
    }
}
