using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>The character sets Thai offices write in, and encoded words (RFC 2047). Control characters are dropped.</summary>
static partial class Charsets
{
    const char FirstThai = '\u0E01';

    public static string Decode(byte[] bytes, string charset) => Clean(charset.ToLowerInvariant() switch
    {
        "tis-620" or "windows-874" or "iso-8859-11" or "cp874" => string.Concat(bytes.Select(Thai)),
        "iso-8859-1" or "windows-1252" or "latin1" => Encoding.Latin1.GetString(bytes),
        "utf-16" or "utf-16le" => Encoding.Unicode.GetString(bytes),
        _ => Encoding.UTF8.GetString(bytes),
    });

    /// <summary>A header for people: its encoded words decoded.</summary>
    public static string Words(string header) => Clean(EncodedWord().Replace(
        Between().Replace(header, "$1"), match => Decode(
            match.Groups[2].Value is "B" or "b" ? MimePart.Base64(match.Groups[3].Value)
                : MimePart.QuotedPrintable(match.Groups[3].Value.Replace('_', ' ')), match.Groups[1].Value)));

    static char Thai(byte octet) => octet switch
    {
        >= 0xA1 and <= 0xFB => (char)(FirstThai + octet - 0xA1),
        0xA0 => ' ',
        _ => (char)octet,
    };

    // PostgreSQL stores no NUL, and no page shows the others.
    static string Clean(string text) => string.Concat(text.Where(sign => sign is '\n' or '\t' || !char.IsControl(sign)))
        .Replace('\uFFFD', '?');

    [GeneratedRegex(@"=\?([A-Za-z0-9_-]{1,40})(?:\*[^?]{0,20})?\?([BbQq])\?([^?]{0,2000})\?=", RegexOptions.None, 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=)\s+(?==\?)", RegexOptions.None, 1000)]
    private static partial Regex Between();
}
