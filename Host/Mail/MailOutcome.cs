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
    public sealed record TryLater(string Reason) : MailOutcome;

    /// <summary>Never (5xx, or not a mail at all): sending the same again is pointless.</summary>
    public sealed record Refused(string Reason) : MailOutcome;
}
