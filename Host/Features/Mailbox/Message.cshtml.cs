using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Features.Mailbox;

/// <summary>
/// One mail of the trial mailbox: its text with links to click, and its HTML part in a frame that may do nothing.
/// </summary>
public sealed partial class MessageModel(Mail.Mailbox mailbox, HostSettings settings, IHostEnvironment environment) : PageModel
{
    public ReceivedMail Mail { get; private set; } = null!;

    public IActionResult OnGet(string? id)
    {
        if (!MailboxDoor.IsOpen(settings, environment) || id is null || mailbox.Find(id) is not { } mail)
            return NotFound();
        Mail = mail;
        return Page();
    }

    /// <summary>The text in pieces, each with its address when it is a link; links to ourselves stay on this host.</summary>
    public IEnumerable<(string Text, string? Address)> Pieces()
    {
        var site = settings.Site.PublicUrl.TrimEnd('/');
        foreach (var piece in Link().Split(Mail.Text))
            yield return (piece, !Link().IsMatch(piece) ? null
                : piece.StartsWith(site + "/", StringComparison.Ordinal) ? piece[site.Length..] : piece);
    }

    [GeneratedRegex(@"(https?://[^\s<>""]+)")]
    private static partial Regex Link();
}
