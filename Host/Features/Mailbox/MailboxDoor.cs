using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Features.Mailbox;

/// <summary>Where the trial mailbox is to be had at all, and the frame that shows a mail's HTML.</summary>
public static class MailboxDoor
{
    // Nothing in it runs, loads or leads anywhere; mails carry their styles in their tags.
    const string Locked = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    public static bool IsOpen(HostSettings settings, IHostEnvironment environment) =>
        environment.IsDevelopment() && settings.Mail.Mode == "Folder";

    public static void Map(WebApplication app) => app.MapGet("/mailbox/frame", Frame).ExcludeFromDescription();

    static IResult Frame(
        string? id, Mail.Mailbox mailbox, HostSettings settings, IHostEnvironment environment, HttpContext context)
    {
        if (!IsOpen(settings, environment) || id is null || mailbox.Find(id) is not { } mail)
            return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = Locked;
        return Results.Content(mail.Html, "text/html; charset=utf-8");
    }
}
