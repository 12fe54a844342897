using System.Text.RegularExpressions;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>One recipient of a mail of ours that a mail server speaks of (RFC 3464).</summary>
/// <param name="Action">"failed", "delayed", "delivered", "relayed" or "expanded".</param>
/// <param name="Status">Such as 5.1.1; 5 is final, 4 is not.</param>
public sealed record DeliveryStatus(string Address, string Action, string Status, string Diagnostic)
{
    public bool HasFailed => Action == "failed";

    /// <summary>The mailbox may take it another day: a full one too, though many servers call that final (T52).</summary>
    public bool IsSoft => HasFailed && (Status.StartsWith("4.", StringComparison.Ordinal) || Status is "5.2.2" or "5.3.1");

    public bool IsHard => HasFailed && !IsSoft;
}

/// <summary>
/// What a mail that came in says of itself: who sent it, what it answers, and of which kind it is. Read from anything; nothing in
/// it is believed that our own mail server didn't check.
/// </summary>
public sealed partial record IncomingMail(
    string Kind, string From, string Subject, string Text, string Dmarc, IReadOnlyList<string> Answers,
    IReadOnlyList<DeliveryStatus> Statuses)
{
    public const string Bounce = "bounce";
    public const string AutoReply = "auto-reply";
    public const string Reply = "reply";
    public const string Other = "other";

    const int LongestText = 10_000;

    /// <param name="authServer">
    /// The name under which our mail server reports its checks (RFC 8601); others are not believed.
    /// </param>
    /// <exception cref="UnreadableMailException">It is no mail.</exception>
    public static IncomingMail Read(byte[] mail, string authServer)
    {
        try
        {
            return Of(MimePart.Read(mail), authServer);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new UnreadableMailException("it was made so that reading it takes too long");
        }
    }

    static IncomingMail Of(MimePart root, string authServer)
    {
        var statuses = StatusesIn(root);
        var answers = AnswersOf(root);
        return new IncomingMail(
            KindOf(root, statuses, answers), AddressIn(root.Header("From")), Short(Charsets.Words(root.Header("Subject")), 300),
            Short(TextOf(root), LongestText), DmarcOf(root, authServer), answers, statuses);
    }

    static string KindOf(MimePart root, List<DeliveryStatus> statuses, IReadOnlyList<string> answers)
    {
        if (statuses.Count > 0 || root.MediaType == "multipart/report"
            || root.Header("Return-Path").Trim() == "<>"
                && root.Header("From").Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase))
            return Bounce;
        // RFC 3834, and what was usual before it.
        var automatic = root.Header("Auto-Submitted").Split(';')[0].Trim().ToLowerInvariant();
        if (automatic is not ("" or "no") || root.Header("X-Autoreply").Length > 0 || root.Header("X-Autorespond").Length > 0
            || root.Header("Precedence").Trim().ToLowerInvariant() is "auto_reply" or "bulk" or "junk" or "list"
            || root.Header("Return-Path").Trim() == "<>")
            return AutoReply;
        return answers.Count > 0 ? Reply : Other;
    }

    static List<DeliveryStatus> StatusesIn(MimePart root)
    {
        var statuses = new List<DeliveryStatus>();
        foreach (
            var report in root.Everything()
            .Where(part => part.MediaType is "message/delivery-status" or "message/global-delivery-status"))
            foreach (var block in report.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Take(50))
                if (StatusOf(block) is { } status)
                    statuses.Add(status);
        return statuses;
    }

    // The first block is about the mail as a whole and names no recipient.
    static DeliveryStatus? StatusOf(string block)
    {
        string? Field(string name) =>
            block.Split('\n').Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
        if (Field("Action") is not { } action || (Field("Original-Recipient") ?? Field("Final-Recipient")) is not { } recipient)
            return null;
        return new DeliveryStatus(AddressIn(recipient.Split(';').Last()), action.ToLowerInvariant(),
            StatusCode().Match(Field("Status") ?? "").Value is { Length: > 0 } code ? code : "5.0.0",
            Short(Field("Diagnostic-Code") ?? "", 300));
    }

    // What it names as its cause, and the mail of ours that a bounce carries back. Nearest first.
    static IReadOnlyList<string> AnswersOf(MimePart root)
    {
        var inside = root.Everything()
            .Where(part => part.MediaType is "message/rfc822" or "text/rfc822-headers" or "message/global")
            .SelectMany(part => part.Parts).Select(part => part.Header("Message-ID"));
        return [.. inside.Append(root.Header("In-Reply-To")).Append(root.Header("References"))
            .SelectMany(header => MessageIds().Matches(header)).Select(match => match.Groups[1].Value).Distinct().Take(20)];
    }

    static string TextOf(MimePart root)
    {
        var text = root.Everything().FirstOrDefault(part => part.MediaType == "text/plain")?.Text
            ?? Tags()
                .Replace(
                    Short(root.Everything().FirstOrDefault(part => part.MediaType == "text/html")?.Text ?? "", 200_000), " ");
        return text.Trim();
    }

    static string DmarcOf(MimePart root, string authServer)
    {
        if (authServer.Length == 0)
            return "unknown";
        var said = root.All("Authentication-Results")
            .FirstOrDefault(
                header => header.Split(';')[0].Trim().Split(' ')[0].Equals(authServer, StringComparison.OrdinalIgnoreCase));
        return said is null ? "unknown" : Dmarcs().Match(said) is { Success: true } match
            ? match.Groups[1].Value.ToLowerInvariant() : "none";
    }

    static string AddressIn(string header) =>
        Address().Match(header) is { Success: true } match ? match.Value.ToLowerInvariant() : "";

    static string Short(string text, int most) => text.Length <= most ? text : text[..most];

    [GeneratedRegex(@"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}(?!.*<)", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"<([^<>\s]{3,250})>", RegexOptions.None, 1000)]
    private static partial Regex MessageIds();

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}", RegexOptions.None, 1000)]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"\bdmarc=([A-Za-z]{1,20})", RegexOptions.None, 1000)]
    private static partial Regex Dmarcs();

    [GeneratedRegex(@"<(?:style|script)[\s\S]{0,100000}?</(?:style|script)>|<[^>]{0,5000}>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Tags();
}
