using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Outbox;

/// <summary>A row of the outbox: something that must leave the database, at least once.</summary>
public sealed class OutboxItem
{
    public string Id { get; init; } = "";
    public string Key { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Recipient { get; init; } = "";
    public string Payload { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it may be delivered, or, while it is leased, when the lease runs out.</summary>
    public DateTimeOffset DueAt { get; init; }

    public int Attempts { get; init; }
}

/// <summary>Puts things into the outbox, as part of a step.</summary>
public static class Outbox
{
    /// <param name="key">The same key is queued once, so that a step that is played again sends nothing twice.</param>
    /// <param name="notBefore">The earliest instant to deliver it; now when null.</param>
    public static void Queue(
        Transaction transaction, DateTimeOffset now, string channel, string key, string recipient, string payload,
        DateTimeOffset? notBefore = null) => transaction.Write(
        """
        insert into outbox (id, key, channel, recipient, payload, created_at, due_at, attempts)
        values (@id, @key, @channel, @recipient, @payload, @now, @due, 0) on conflict (key) do nothing
        """,
        new { id = Ids.New(now), key, channel, recipient, payload, now, due = notBefore ?? now });
}
