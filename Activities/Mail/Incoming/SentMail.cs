using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>A mail of ours that something came back for.</summary>
sealed class SentMail
{
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
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>The key that all copies of a mail share.</summary>
    public string Root => CopyOf ?? OutboxKey;

    /// <summary>The nearest of these that we sent; null when we sent none of them.</summary>
    public static async Task<SentMail?> FindAsync(Transaction transaction, IReadOnlyList<string> messageIds)
    {
        foreach (var messageId in messageIds)
            if (await transaction.FirstAsync<SentMail>(
                """
                select c.outbox_key, c.copy_of, c.person_id, c.request_id, c.right_id, c.instance_id, c.organisation_code,
                    o.recipient,
                    o.payload, o.done_at
                from case_mails c join outbox o on o.key = c.outbox_key where c.message_id = @messageId and c.person_id is not
                    null
                """, new { messageId }) is { } sent)
                return sent;
        return null;
    }

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
