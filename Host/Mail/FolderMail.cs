using System.Globalization;
using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Writes each mail as one .eml file into a folder, for development and trials. The name comes from the mail's own time and
/// Message-ID, so the same mail sent twice is still one file; it appears whole or not at all.
/// </summary>
public sealed class FolderMail(MailSettings settings) : IMailTransport
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        byte[] message;
        try
        {
            message = MailMime.Write(mail, settings.From, settings.FromName);
        }
        catch (FormatException e)
        {
            return new MailOutcome.Refused(e.Message);
        }
        return await WriteAsync(FileName(mail), message, cancellationToken);
    }

    async Task<MailOutcome> WriteAsync(string name, byte[] message, CancellationToken cancellationToken)
    {
        var unfinished = Path.Combine(settings.FolderPath, $".{Guid.NewGuid():N}.tmp");
        try
        {
            CreateFolder();
            await File.WriteAllBytesAsync(unfinished, message, cancellationToken);
            File.Move(unfinished, Path.Combine(settings.FolderPath, name), overwrite: true);
            return new MailOutcome.Sent(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MailOutcome.TryLater($"Mail:FolderPath '{settings.FolderPath}' cannot be written to: {e.Message}");
        }
        finally
        {
            DeleteIfLeft(unfinished);
        }
    }

    // The mails hold links that sign for people: nobody else on the machine needs to read them.
    void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(settings.FolderPath);
        else
            Directory.CreateDirectory(settings.FolderPath, OwnerOnly);
    }

    static void DeleteIfLeft(string unfinished)
    {
        if (File.Exists(unfinished))
            File.Delete(unfinished);
    }

    // Sorting by name sorts by time. Other characters are escaped, not dropped, so that two ids never share a file.
    static string FileName(OutgoingMail mail)
    {
        var time = mail.CreatedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        return $"{time}-{Uri.EscapeDataString(mail.MessageId.Trim('<', '>'))}{Mailbox.Extension}";
    }
}
