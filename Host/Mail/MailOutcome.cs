namespace WorkflowHost.Web.Mail;

/// <summary>What became of a mail: taken by the server, to be tried again, or refused for good. There is no fourth.</summary>
public abstract record MailOutcome
{
    MailOutcome()
    {
    }

    /// <summary>The server has taken responsibility for the mail; its reply often names the queue id.</summary>
    public sealed record Sent(string ServerReply) : MailOutcome;

    /// <summary>Not now (4xx), not reached, or our own set-up is at fault: the same mail may pass later.</summary>
    /// <param name="About">
    /// <see cref="RefusalCause.Recipient"/> when the server speaks of this recipient: a full or busy mailbox, greylisting. All
    /// else says nothing about anybody.
    /// </param>
    /// <param name="Status">The server's enhanced status (RFC 3463); 4.0.0 when it gave none.</param>
    public sealed record TryLater(string Reason, RefusalCause About = RefusalCause.Ourselves, string Status = "4.0.0")
        : MailOutcome;

    /// <summary>Never (5xx, or not a mail at all): sending the same again is pointless.</summary>
    /// <param name="About">Whose fault it is, which decides what follows.</param>
    /// <param name="Status">The server's enhanced status (RFC 3463); 5.0.0 when it gave none.</param>
    public sealed record Refused(string Reason, RefusalCause About = RefusalCause.Ourselves, string Status = "5.0.0")
        : MailOutcome;
}

/// <summary>What a refusal is about.</summary>
public enum RefusalCause
{
    /// <summary>Our set-up, our address, the server, or a policy against us: says nothing about the recipient.</summary>
    Ourselves,

    /// <summary>This mail, such as its size: the person has to hear of it by another way, but the address is good.</summary>
    Message,

    /// <summary>Nobody is at this address, or, where it may pass later, the mailbox takes nothing now.</summary>
    Recipient,
}
