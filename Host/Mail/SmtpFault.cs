namespace WorkflowHost.Web.Mail;

/// <summary>The conversation with the server cannot go on; the message says at which step and why, and may be shown.</summary>
internal sealed class SmtpFault(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The server turned our user name and password down: knocking again at once would only lock the account.</summary>
    public bool IsRefusedSignIn { get; init; }
}
