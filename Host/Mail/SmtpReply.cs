using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowHost.Web.Mail;

/// <summary>What a server answered: the code, and its lines without the code, made safe to log.</summary>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    const int LongestText = 300;

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsContinue => Code is >= 300 and < 400;

    public bool IsPermanent => Code >= 500;

    /// <summary>The server is about to hang up (RFC 5321, 3.8): the connection is of no more use.</summary>
    public bool IsGoodbye => Code == 421;

    /// <summary>The server wants a sign-in, or another one: our set-up is at fault, not the mail (RFC 4954).</summary>
    public bool IsAboutSignIn => Code is 530 or 534 or 535 or 538;

    /// <summary>The enhanced status at the head of the text (RFC 3463), or x.0.0 where the server gives none.</summary>
    public string Status => Lines is [var first, ..] && EnhancedStatus().Match(first) is { Success: true } match
        ? match.Value
        : $"{Code / 100}.0.0";

    /// <summary>
    /// What a refusal for good is about. A refused sender, security and policy (5.7) and what we said wrongly (500 – 504, 555)
    /// are our own. A refused recipient is the recipient's, and so is after the message what speaks of the address or its
    /// mailbox (5.1, 5.2); a message too long (5.2.3) and all else then are the message's.
    /// </summary>
    public RefusalCause CauseAt(string step)
    {
        var isAddress = Status.StartsWith("5.1.", StringComparison.Ordinal);
        if (step == "MAIL FROM" || IsAboutSender || Status.StartsWith("5.7.", StringComparison.Ordinal)
            || !isAddress && Code is (>= 500 and <= 504) or 555)
            return RefusalCause.Ourselves;
        if (step == "RCPT TO" || isAddress || Status.StartsWith("5.2.", StringComparison.Ordinal) && Status != "5.2.3")
            return RefusalCause.Recipient;
        return RefusalCause.Message;
    }

    /// <summary>
    /// What holding a mail back (4xx) is about: the recipient's is what speaks of the address or its mailbox (4.1, 4.2), a bare
    /// 450 ("mailbox busy", RFC 5321, 4.2.3), and greylisting, under whatever code. A server that is full, busy or cut off, and a
    /// policy against us, are nobody's fault here.
    /// </summary>
    public RefusalCause DelayCauseAt(string step)
    {
        if (step == "MAIL FROM" || IsAboutSender || Status == "4.2.3")
            return RefusalCause.Ourselves;
        return Status.StartsWith("4.1.", StringComparison.Ordinal) || Status.StartsWith("4.2.", StringComparison.Ordinal)
            || Code == 450 && Status == "4.0.0" || Lines.Any(line => Greylisting().IsMatch(line))
                ? RefusalCause.Recipient
                : RefusalCause.Ourselves;
    }

    public override string ToString()
    {
        var text = $"{Code} {string.Join(' ', Lines)}".TrimEnd();
        return text.Length > LongestText ? text[..LongestText] + "…" : text;
    }

    /// <summary>Reads one line such as <c>250-SIZE 10240000</c>.</summary>
    public static bool TryParseLine(ReadOnlySpan<byte> line, out int code, out bool isLast, out string text)
    {
        (code, isLast, text) = (0, true, "");
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !IsDigit(line[1]) || !IsDigit(line[2]))
            return false;
        if (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-'))
            return false;
        code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        isLast = line.Length == 3 || line[3] == ' ';
        text = line.Length > 4 ? Printable(line[4..]) : "";
        return true;
    }

    // A refused sender, of which many servers speak only at the recipient (RFC 3463, 3.2).
    bool IsAboutSender => Status is [_, '.', '1', '.', '7' or '8'];

    [GeneratedRegex("gr[ea]y-?list", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Greylisting();

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?!\S)", RegexOptions.None, 1000)]
    private static partial Regex EnhancedStatus();

    static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Select(x => char.IsControl(x) ? ' ' : x)).Trim();
}
