namespace WorkflowHost.Web.Mail;

/// <summary>The folder that <see cref="FolderMail"/> fills, read back for the mailbox page of a development machine.</summary>
public sealed class Mailbox(string folder)
{
    internal const string Extension = ".eml";

    /// <summary>
    /// Up to <paramref name="take"/> mails, newest first; <paramref name="recipient"/> keeps those whose address contains it,
    /// <paramref name="before"/> is the last page's <see cref="MailboxPage.Next"/>.
    /// </summary>
    /// <exception cref="FormatException">A file there was not written by us; the message names it.</exception>
    public MailboxPage List(int take, string? recipient = null, string? before = null)
    {
        var found = Newest(before).Select(Read).Where(x => IsFor(x, recipient)).Take(take + 1).ToList();
        return found.Count <= take
            ? new MailboxPage(found, null)
            : new MailboxPage(found[..take], found[take - 1].Id);
    }

    /// <summary>One mail by its <see cref="ReceivedMail.Id"/>, or none when there is no such mail.</summary>
    public ReceivedMail? Find(string id) => Newest(before: null).Contains(id, StringComparer.Ordinal) ? Read(id) : null;

    IEnumerable<string> Newest(string? before) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*" + Extension)
                .Select(x => Path.GetFileName(x))
                .Where(x => before is null || string.CompareOrdinal(x, before) < 0)
                .OrderDescending(StringComparer.Ordinal)
            : [];

    ReceivedMail Read(string name)
    {
        try
        {
            return MimeReader.Read(name, File.ReadAllBytes(Path.Combine(folder, name)));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{name} in the mail folder cannot be read: {e.Message}; remove it", e);
        }
    }

    static bool IsFor(ReceivedMail mail, string? recipient) =>
        string.IsNullOrWhiteSpace(recipient) || mail.To.Contains(recipient.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>A page of the mailbox; <paramref name="Next"/> continues it, or is none on the last.</summary>
public sealed record MailboxPage(IReadOnlyList<ReceivedMail> Mails, string? Next);

/// <summary>A mail read back. <paramref name="Html"/> is what was sent, unsafe to show outside a sandboxed frame.</summary>
public sealed record ReceivedMail(
    string Id,
    string MessageId,
    string From,
    string To,
    string? ToName,
    string? ReplyTo,
    string Subject,
    DateTimeOffset Date,
    string Text,
    string Html,
    string? Calendar = null);
