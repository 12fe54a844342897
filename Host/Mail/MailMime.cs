using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Makes the bytes of a mail (RFC 5322, MIME): text and HTML as alternatives, a calendar file beside them, base64, so that any
/// server carries it unchanged.
/// The same mail gives the same bytes on every attempt, which the framework's mail classes don't: they write the Date and
/// the boundary of the moment, and only by way of a file.
/// </summary>
public static class MailMime
{
    static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Return-Path", "Received", "Message-ID", "Subject",
        "Auto-Submitted", "MIME-Version",
    };

    /// <exception cref="FormatException">It cannot be made a mail: the message names the part and why.</exception>
    public static byte[] Write(OutgoingMail mail, string from, string fromName)
    {
        RequireBothParts(mail);
        var boundary = Boundary(mail.MessageId);
        var message = new StringBuilder();
        message.Append(Headers(mail, AddrSpec.Parse(from, "the sender"), fromName));
        message.Append("MIME-Version: 1.0\r\n");
        if (mail.Calendar is null)
            AppendAlternatives(message, boundary, mail);
        else
            AppendWithCalendar(message, boundary, mail, mail.Calendar);
        return Encoding.ASCII.GetBytes(message.ToString());
    }

    static void AppendWithCalendar(StringBuilder message, string boundary, OutgoingMail mail, string calendar)
    {
        // Not the other one with something behind it: some readers look at how a line begins only.
        var mixed = boundary.Replace("=_", "=_m", StringComparison.Ordinal);
        message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"{mixed}\"\r\n\r\n");
        message.Append(CultureInfo.InvariantCulture, $"--{mixed}\r\n");
        AppendAlternatives(message, boundary, mail);
        AppendPart(message, mixed, "calendar; method=PUBLISH; name=\"deadline.ics\"", calendar, "deadline.ics");
        message.Append(CultureInfo.InvariantCulture, $"--{mixed}--\r\n");
    }

    static void AppendAlternatives(StringBuilder message, string boundary, OutgoingMail mail)
    {
        message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n");
        AppendPart(message, boundary, "plain", mail.Text);
        AppendPart(message, boundary, "html", mail.Html);
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
    }

    static void RequireBothParts(OutgoingMail mail)
    {
        if (string.IsNullOrWhiteSpace(mail.Text))
            throw new FormatException("the mail has no text part: its template must give one (T55)");
        if (string.IsNullOrWhiteSpace(mail.Html))
            throw new FormatException("the mail has no HTML part: its template must give one");
    }

    // "=_" cannot occur in base64, so no content can end a part.
    static string Boundary(string messageId) =>
        "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 12));

    static string Headers(OutgoingMail mail, AddrSpec from, string fromName)
    {
        var headers = new MimeHeaders();
        headers.AddToken("Date", Date(mail.CreatedAt));
        headers.AddAddress("From", from, fromName);
        headers.AddAddress("To", AddrSpec.Parse(mail.To, "the recipient"), mail.ToName);
        if (!string.IsNullOrEmpty(mail.ReplyTo))
            headers.AddAddress("Reply-To", AddrSpec.Parse(mail.ReplyTo, "the reply address"), null);
        headers.AddToken("Message-ID", MessageId(mail.MessageId));
        headers.AddText("Subject", mail.Subject);
        headers.AddToken("Auto-Submitted", "auto-generated"); // RFC 3834: automatic answers are not for us
        foreach (var (name, value) in mail.Headers ?? new Dictionary<string, string>())
            headers.AddToken(Allowed(name), value);
        return headers.ToString();
    }

    static string Date(DateTimeOffset instant) =>
        instant.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + instant.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    static string MessageId(string id)
    {
        var bare = id.StartsWith('<') && id.EndsWith('>') ? id[1..^1] : id;
        return AddrSpec.TryParse(bare, out _)
            ? $"<{bare}>"
            : throw new FormatException("the Message-ID must look like name@host, in ASCII, up to 64 characters before the @");
    }

    static string Allowed(string name)
    {
        if (name.Length is 0 or > 60 || name.Any(x => x is <= ' ' or > '~' or ':'))
            throw new FormatException("the name of a header must be printable ASCII without spaces and colons");
        if (Reserved.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"the header {name} is written by the transport: leave it out of the mail's own headers");
        return name;
    }

    static void AppendPart(StringBuilder message, string boundary, string subtype, string content, string? fileName = null)
    {
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n");
        if (fileName is not null)
            message.Append(CultureInfo.InvariantCulture, $"Content-Disposition: attachment; filename=\"{fileName}\"\r\n");
        message.Append("Content-Transfer-Encoding: base64\r\n\r\n");
        // CRLF is the line end of a text in mail (RFC 2046), whatever the template's was.
        var octets = Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n"));
        var encoded = Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks);
        message.Append(encoded).Append("\r\n");
    }
}
