using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Carries one mail out of the house: by SMTP (<see cref="SmtpMail"/>) or into a folder of .eml files (<see cref="FolderMail"/>).
/// Everything the other side may do is an outcome; an exception is a fault of ours or a cancellation.
/// </summary>
public interface IMailTransport
{
    Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
