using System.Text;

namespace WorkflowHost.Web.Mail;

/// <summary>What a server answered: the code, and its lines without the code, made safe to log.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    const int LongestText = 300;

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsContinue => Code is >= 300 and < 400;

    public bool IsPermanent => Code >= 500;

    /// <summary>The server is about to hang up (RFC 5321, 3.8): the connection is of no more use.</summary>
    public bool IsGoodbye => Code == 421;

    /// <summary>The server wants a sign-in, or another one: our set-up is at fault, not the mail (RFC 4954).</summary>
    public bool IsAboutSignIn => Code is 530 or 534 or 535 or 538;

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

    static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Select(x => char.IsControl(x) ? ' ' : x)).Trim();
}
