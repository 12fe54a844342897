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
        if (step == "MAIL FROM" || Status.StartsWith("5.7.", StringComparison.Ordinal)
            || !isAddress && Code is (>= 500 and <= 504) or 555)
            return RefusalCause.Ourselves;
        if (step == "RCPT TO" || isAddress || Status.StartsWith("5.2.", StringComparison.Ordinal) && Status != "5.2.3")
            return RefusalCause.Recipient;
        return RefusalCause.Message;
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

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?!\S)", RegexOptions.None, 1000)]
    private static partial Regex EnhancedStatus();

    static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Select(x => char.IsControl(x) ? ' ' : x)).Trim();
}
