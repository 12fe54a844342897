using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>A mail of ours that something came back for.</summary>
sealed class SentMail
{
    const string Query =
        """
        select c.outbox_key, c.copy_of, c.person_id, c.request_id, c.right_id, c.instance_id, c.organisation_code, c.template,
            c.send_at, o.recipient, o.payload, o.done_at
        from case_mails c join outbox o on o.key = c.outbox_key where c.person_id is not null
        """;

    public string OutboxKey { get; init; } = "";

    /// <summary>The mail that this one is a copy of, by another way.</summary>
    public string? CopyOf { get; init; }

    public string PersonId { get; init; } = "";
    public string? RequestId { get; init; }
    public string? RightId { get; init; }
    public string? InstanceId { get; init; }
    public string? OrganisationCode { get; init; }
    public string Recipient { get; init; } = "";
    public string Payload { get; init; } = "";
    public string Template { get; init; } = "";
    public DateTimeOffset SendAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>The key that all copies of a mail share.</summary>
    public string Root => CopyOf ?? OutboxKey;

    /// <summary>By which way it went: the first, or the way of a copy, which its key names.</summary>
    public string Way => CopyOf is null ? UndeliveredWays.First : OutboxKey[(CopyOf.Length + 1)..].Split(':')[0];

    /// <summary>It holds what only this person may see: a code, or a link that sets a password.</summary>
    public bool IsPrivate => Template is "one-time-code" or "account-start" or "password-forgotten" or "password-changed"
        or "address-confirm";

    /// <summary>The nearest of these that we sent; null when we sent none of them.</summary>
    public static async Task<SentMail?> FindAsync(Transaction transaction, IReadOnlyList<string> messageIds)
    {
        foreach (var messageId in messageIds)
            if (await transaction.FirstAsync<SentMail>(Query + " and c.message_id = @messageId", new { messageId }) is { } sent)
                return sent;
        return null;
    }

    public static Task<SentMail?> OfKeyAsync(Transaction transaction, string outboxKey) =>
        transaction.FirstAsync<SentMail>(Query + " and c.outbox_key = @outboxKey", new { outboxKey });

    /// <summary>The task it asked for, which its key names; null when it asked for none.</summary>
    public Task<string?> TaskAsync(Transaction transaction) =>
        transaction.FirstAsync<string>(
            "select id from tasks where id = @id", new { id = Root.Split(':').ElementAtOrDefault(1) ?? "" });

    /// <summary>The organisation it was about.</summary>
    public async Task<string?> OrganisationAsync(Transaction transaction) =>
        OrganisationCode ?? await transaction.FirstAsync<string>(
        """
        select organisation_code from requests where id = @RequestId
        union all select organisation_code from rights where id = @RightId limit 1
        """, new { RequestId = RequestId ?? "", RightId = RightId ?? "" });
}
