using System.Text;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>
/// A mail, or a part of one, as it came in (RFC 5322, MIME). Reads what anybody may send: bounded in size, depth and number of
/// parts; what is malformed is text, never a fault.
/// </summary>
public sealed class MimePart
{
    public const int MostBytes = 10 * 1024 * 1024;
    const int MostDepth = 8;
    const int MostParts = 100;
    const int MostHeaders = 500;

    readonly List<(string Name, string Value)> headers = [];

    MimePart() { }

    /// <summary>The parts of a multipart, or the mail inside a message/rfc822; empty otherwise.</summary>
    public IReadOnlyList<MimePart> Parts { get; private set; } = [];

    /// <summary>The body as it stood, Latin-1 for bytes.</summary>
    public string Raw { get; private set; } = "";

    /// <exception cref="UnreadableMailException">Too large, or without any header.</exception>
    public static MimePart Read(byte[] mail)
    {
        if (mail.Length > MostBytes)
            throw new UnreadableMailException($"the mail is larger than {MostBytes / 1024 / 1024} MiB");
        var left = MostParts;
        var read = Of(Encoding.Latin1.GetString(mail).ReplaceLineEndings("\n"), 0, ref left);
        return read.headers.Count > 0 ? read : throw new UnreadableMailException("it has no header, so it is no mail");
    }

    /// <summary>The first header of a name, unfolded and not decoded; empty when there is none.</summary>
    public string Header(string name) => All(name).FirstOrDefault() ?? "";

    /// <summary>All headers of a name, the topmost first.</summary>
    public IEnumerable<string> All(string name) =>
        headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>"text/plain", in small letters; text/plain when nothing is said.</summary>
    public string MediaType =>
        Header("Content-Type").Split(';')[0].Trim().ToLowerInvariant() is { Length: > 0 } type ? type : "text/plain";

    /// <summary>This part and all within it.</summary>
    public IEnumerable<MimePart> Everything() => Parts.SelectMany(part => part.Everything()).Prepend(this);

    /// <summary>The body as text, by its encoding and character set.</summary>
    public string Text => Charsets.Decode(Decoded(), Parameter("Content-Type", "charset"));

    /// <summary>A parameter of a header, such as the boundary; empty when there is none.</summary>
    public string Parameter(string header, string name)
    {
        foreach (var piece in Header(header).Split(';').Skip(1))
            if (piece.Split('=', 2) is [var key, var value] && key.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return value.Trim().Trim('"');
        return "";
    }

    static MimePart Of(string text, int depth, ref int left)
    {
        var part = new MimePart();
        var end = part.ReadHeaders(text);
        part.Raw = text[end..];
        if (depth < MostDepth)
            part.Parts = part.ReadParts(depth, ref left);
        return part;
    }

    // Answers where the body begins.
    int ReadHeaders(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)];
            at = end < 0 ? text.Length : end + 1;
            if (line.Length == 0)
                return at;
            if (line[0] is ' ' or '\t' && headers.Count > 0)
                headers[^1] = (
                    headers[^1].Name, headers[^1].Value.Length > 20_000 ? headers[^1].Value
                    : headers[^1].Value + " " + line.Trim());
            else if (line.IndexOf(':') is var colon and > 0 && headers.Count < MostHeaders)
                headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
        return text.Length;
    }

    List<MimePart> ReadParts(int depth, ref int left)
    {
        var parts = new List<MimePart>();
        if (MediaType is "message/rfc822" or "text/rfc822-headers" or "message/global" && left-- > 0)
            parts.Add(Of(Encoding.Latin1.GetString(Decoded()), depth + 1, ref left));
        if (!MediaType.StartsWith("multipart/", StringComparison.Ordinal)
            || Parameter("Content-Type", "boundary") is not { Length: > 0 } boundary)
            return parts;
        foreach (var piece in Between(boundary))
            if (left-- > 0)
                parts.Add(Of(piece, depth + 1, ref left));
        return parts;
    }

    IEnumerable<string> Between(string boundary)
    {
        var body = "\n" + Raw;
        var mark = "\n--" + boundary;
        var at = body.IndexOf(mark, StringComparison.Ordinal);
        while (at >= 0 && !body.AsSpan(at + mark.Length).StartsWith("--"))
        {
            var begins = body.IndexOf('\n', at + mark.Length);
            if (begins < 0)
                yield break;
            var next = body.IndexOf(mark, begins, StringComparison.Ordinal);
            yield return body[(begins + 1)..(next < 0 ? body.Length : Math.Max(begins + 1, next))];
            at = next;
        }
    }

    byte[] Decoded() => Header("Content-Transfer-Encoding").Trim().ToLowerInvariant() switch
    {
        "base64" => Base64(Raw),
        "quoted-printable" => QuotedPrintable(Raw),
        _ => Encoding.Latin1.GetBytes(Raw),
    };

    internal static byte[] Base64(string text)
    {
        var kept = string.Concat(text.Where(sign => char.IsAsciiLetterOrDigit(sign) || sign is '+' or '/'));
        var whole = kept[..(kept.Length / 4 * 4)];
        var rest = kept[whole.Length..];
        return Convert.FromBase64String(rest.Length < 2 ? whole : whole + rest.PadRight(4, '='));
    }

    internal static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=')
                bytes.Add((byte)text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '\n')
                at++;
            else if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(at + 1, 2))[0]);
                at += 2;
            }
            else
                bytes.Add((byte)'=');
        }
        return [.. bytes];
    }
}
