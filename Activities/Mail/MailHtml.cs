using System.Net;
using System.Text;

namespace WorkflowHost.Activities.Mail;

/// <summary>
/// Makes the HTML part from the text: paragraphs, lists of facts ("• label: value"), and a button for a line that is
/// only a link. Readable without images, in the dark and at 320 pixels (T55).
/// </summary>
static class MailHtml
{
    public static string Page(string title, string thai, string english) =>
        $"""
        <!doctype html>
        <html lang="th"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark"><title>{Encode(title)}</title></head>
        <body style="margin:0;padding:16px;font-family:'Noto Sans Thai',Sarabun,Tahoma,sans-serif;font-size:16px;line-height:1.7">
        <div style="max-width:560px;margin:0 auto">
        <div lang="th">{Body(thai)}</div>
        <hr style="border:0;border-top:1px solid #999;margin:24px 0">
        <div lang="en" style="font-size:14px">{Body(english)}</div>
        </div></body></html>
        """;

    static string Body(string text)
    {
        var html = new StringBuilder();
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            html.Append(Block([.. block.Split('\n').Select(line => line.Trim())]));
        return html.ToString();
    }

    static string Block(IReadOnlyList<string> lines)
    {
        if (lines is [var link] && IsLink(link))
            return $"""<p><a href="{Encode(link)}" style="display:inline-block;padding:12px 20px;"""
                + $"""background:#0b4a8f;color:#ffffff;"""
                + $"""text-decoration:none;border-radius:6px">{Encode(link)}</a></p>""";
        if (lines.All(line => line.StartsWith('•')))
            return "<table role=\"presentation\" style=\"border-collapse:collapse\">" + string.Concat(
                lines.Select(Fact)) + "</table>";
        return "<p>" + string.Join("<br>", lines.Select(Encode)) + "</p>";
    }

    static string Fact(string line)
    {
        var parts = line.TrimStart('•', ' ').Split(':', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 1
            ? $"<tr><td colspan=\"2\" style=\"padding:2px 0\">{Encode(parts[0])}</td></tr>"
            : $"<tr><td style=\"padding:2px 12px 2px 0;vertical-align:top\">{Encode(parts[0])}</td>"
                + $"<td style=\"padding:2px 0;vertical-align:top\"><strong>{Encode(parts[1])}</strong></td></tr>";
    }

    static bool IsLink(string text) =>
        !text.Contains(' ')
            && (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal));

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
