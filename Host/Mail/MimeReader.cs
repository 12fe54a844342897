using System.Globalization;
using System.Text;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Reads the mails that <see cref="MailMime"/> writes, and no others: UTF-8, base64, two alternatives, perhaps a calendar file.
/// </summary>
public static class MimeReader
{
    /// <exception cref="FormatException">It is not such a mail; the message says what is missing.</exception>
    public static ReceivedMail Read(string id, byte[] message)
    {
        var (headers, body) = Split(Encoding.ASCII.GetString(message).ReplaceLineEndings("\n"));
        var parts = Parts(headers, body);
        var (toName, to) = Address(Required(headers, "To"));
        return new ReceivedMail(
            id,
            Required(headers, "Message-ID").Trim('<', '>'),
            Address(Required(headers, "From")).Bare,
            to,
            toName,
            headers.TryGetValue("Reply-To", out var replyTo) ? Address(replyTo).Bare : null,
            Decoded(Required(headers, "Subject")),
            Date(Required(headers, "Date")),
            Content(parts, "text/plain"),
            Content(parts, "text/html"),
            parts.Any(part => IsOf(part.Headers, "text/calendar")) ? Content(parts, "text/calendar") : null);
    }

    static (Dictionary<string, string> Headers, string Body) Split(string entity)
    {
        var end = entity.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
            throw new FormatException("no empty line ends its headers");
        return (Headers(entity[..end]), entity[(end + 2)..]);
    }

    static Dictionary<string, string> Headers(string text)
    {
        var unfolded = text.Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in unfolded.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                throw new FormatException("a header without a colon");
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        return headers;
    }

    static string Required(Dictionary<string, string> headers, string name) =>
        headers.TryGetValue(name, out var value) ? value : throw new FormatException($"no header {name}");

    static List<(Dictionary<string, string> Headers, string Body)> Parts(Dictionary<string, string> headers, string body)
    {
        const string Key = "boundary=\"";
        var type = Required(headers, "Content-Type");
        var start = type.IndexOf(Key, StringComparison.Ordinal);
        if (start < 0 || !(IsOf(headers, "multipart/alternative") || IsOf(headers, "multipart/mixed")))
            throw new FormatException("it is neither multipart/alternative nor multipart/mixed");
        var boundary = type[(start + Key.Length)..].TrimEnd('"');
        var pieces = body.Split($"--{boundary}");
        if (pieces.Length < 3 || !pieces[^1].StartsWith("--", StringComparison.Ordinal))
            throw new FormatException("its last part does not end");
        return [.. pieces[1..^1].Select(x => Split(x.TrimStart('\n')))
            .SelectMany(part => IsOf(part.Headers, "multipart/alternative") ? Parts(part.Headers, part.Body) : [part])];
    }

    static bool IsOf(Dictionary<string, string> headers, string type) =>
        Required(headers, "Content-Type").StartsWith(type, StringComparison.Ordinal);

    static (string? Name, string Bare) Address(string value)
    {
        var open = value.LastIndexOf('<');
        if (open < 0 || !value.EndsWith('>'))
            return (null, value);
        var name = value[..open].Trim();
        return (name.StartsWith('"') ? Unquoted(name) : Decoded(name), value[(open + 1)..^1]);
    }

    static string Unquoted(string quoted)
    {
        var text = new StringBuilder();
        for (var i = 1; i < quoted.Length - 1; i++)
            text.Append(quoted[i] == '\\' ? quoted[++i] : quoted[i]);
        return text.ToString();
    }

    // White space between two encoded-words is not part of the text (RFC 2047).
    static string Decoded(string value)
    {
        const string Start = "=?utf-8?B?";
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!words.All(x => x.StartsWith(Start, StringComparison.Ordinal) && x.EndsWith("?=", StringComparison.Ordinal)))
            return value;
        return string.Concat(words.Select(x => Encoding.UTF8.GetString(Convert.FromBase64String(x[Start.Length..^2]))));
    }

    static DateTimeOffset Date(string value)
    {
        var withColon = value.Length > 2 ? value.Insert(value.Length - 2, ":") : value; // +0700, which .NET wants as +07:00
        return DateTimeOffset.ParseExact(withColon, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);
    }

    static string Content(List<(Dictionary<string, string> Headers, string Body)> parts, string type)
    {
        foreach (var (headers, body) in parts)
            if (IsOf(headers, type))
                return Encoding.UTF8.GetString(Convert.FromBase64String(body)).ReplaceLineEndings("\n");
        throw new FormatException($"no part {type}");
    }
}
