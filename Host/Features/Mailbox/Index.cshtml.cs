using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Features.Mailbox;

/// <summary>
/// The mails this trial system would have sent: in Development, when they go into a folder. Elsewhere it is not there.
/// </summary>
public sealed class IndexModel(Mail.Mailbox mailbox, HostSettings settings, IHostEnvironment environment) : PageModel
{
    const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public MailboxPage Mails { get; private set; } = new([], null);

    public string? Next => Mails.Next is null ? null
        : $"/mailbox?to={Uri.EscapeDataString(To ?? "")}&before={Uri.EscapeDataString(Mails.Next)}";

    public IActionResult OnGet()
    {
        if (!MailboxDoor.IsOpen(settings, environment))
            return NotFound();
        Mails = mailbox.List(PageSize, To, Before);
        return Page();
    }
}
