using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// A bare mail address (RFC 5322 addr-spec) in the ASCII form that SMTP carries: a dot-atom before the @, a host name after it,
/// Thai domains as punycode. Quoted local parts, domain literals, display names and every control character are refused.
/// </summary>
public sealed record AddrSpec
{
    const int LongestLocalPart = 64;
    const int LongestAddress = 254;
    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    AddrSpec(string local, string domain)
    {
        Text = $"{local}@{domain}";
        Domain = domain;
    }

    public string Text { get; }

    /// <summary>Lower case, punycode.</summary>
    public string Domain { get; }

    /// <exception cref="FormatException">It is not an address; the message names <paramref name="what"/>.</exception>
    public static AddrSpec Parse(string text, string what) =>
        TryParse(text, out var address)
            ? address
            : throw new FormatException($"{what} is not a mail address that can be used: '{Printable(text)}'");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AddrSpec? address)
    {
        address = null;
        var at = text?.LastIndexOf('@') ?? -1;
        if (at < 1 || text!.Length > LongestAddress || !IsDotAtom(text.AsSpan(0, at)))
            return false;
        if (Ascii(text[(at + 1)..]) is not { } domain)
            return false;
        address = new AddrSpec(text[..at], domain);
        return at <= LongestLocalPart && address.Text.Length <= LongestAddress;
    }

    public override string ToString() => Text;

    static bool IsDotAtom(ReadOnlySpan<char> local)
    {
        var atStart = true;
        foreach (var letter in local)
        {
            if (letter == '.' ? atStart : !IsAtomText(letter))
                return false;
            atStart = letter == '.';
        }
        return !atStart;
    }

    static bool IsAtomText(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~".Contains(letter);

    static string? Ascii(string domain)
    {
        try
        {
            return Idn.GetAscii(domain).ToLowerInvariant() is { Length: > 0 } ascii && !ascii.EndsWith('.') ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null; // the only way in which IdnMapping says "not a host name"
        }
    }

    static string Printable(string text) => string.Concat(text.Take(100).Select(x => char.IsControl(x) ? '?' : x));
}
