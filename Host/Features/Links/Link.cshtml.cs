using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Tasks;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Links;

/// <summary>
/// A mailed link. Opening it decides nothing, by whatever machine or method; it only leads the one it was mailed to, once
/// signed in, to the task (T43, T47, T48). Everybody else learns nothing from it.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(SecurityParts.MailLinks)]
public sealed class LinkModel(
    Database database, MailLinks links, TaskCases cases, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    public enum Seen
    {
        Unknown,
        SignInFirst,
        Expired,
        Renewed,
        Closed,
        SomebodyElses,
        NoLongerYours,
        Sent,
    }

    public Seen What { get; private set; }

    /// <summary>Who was asked; only for the page of the closed task.</summary>
    public TaskCase? Case { get; private set; }

    /// <summary>The visitor may answer the task by their own role, though the mail went to another.</summary>
    public bool HasOwnWay { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token)
    {
        if (await MailLink.FindAsync(database, token) is not { } link)
            return Show(Seen.Unknown, StatusCodes.Status404NotFound);
        if (current.OrNobody is null)
        {
            await links.NoteMachineAsync(link);
            return Show(IsToRenew(link) ? Seen.Expired : Seen.SignInFirst);
        }
        return current.Actor.PersonId == link.PersonId ? await LeadAsync(link) : await RefuseAsync(link);
    }

    public async Task<IActionResult> OnPostAsync(string token)
    {
        if (await MailLink.FindAsync(database, token) is not { } link)
            return Show(Seen.Unknown, StatusCodes.Status404NotFound);
        if (current.OrNobody is { } actor && actor.PersonId != link.PersonId)
            return await RefuseAsync(link);
        try
        {
            await links.RenewAsync(token);
            return Show(Seen.Sent);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return Show(Seen.Renewed, StatusCodes.Status409Conflict);
        }
    }

    async Task<IActionResult> LeadAsync(MailLink link)
    {
        if (await WorkTask.FindAsync(database, link.TaskId) is not { } task)
            return Show(Seen.Unknown, StatusCodes.Status404NotFound);
        if (task.ClosedAt is not null)
        {
            Case = await cases.FindAsync(task.Id, current.Actor);
            return Show(Case is null ? Seen.NoLongerYours : Seen.Closed);
        }
        if (TaskAuthority.Of(task, current.Actor) is null)
            return Show(Seen.NoLongerYours, StatusCodes.Status403Forbidden);
        if (link.EndReason == MailLinks.Renewed)
            return Show(Seen.Renewed);
        return link.IsExpired(clock.GetUtcNow()) ? Show(Seen.Expired) : Redirect($"/tasks/{task.Id}?via=mail");
    }

    async Task<IActionResult> RefuseAsync(MailLink link)
    {
        await links.NoteStrangerAsync(link, current.Actor.PersonId);
        HasOwnWay = await WorkTask.FindAsync(database, link.TaskId) is { } task
            && TaskAuthority.Of(task, current.Actor) is not null;
        return Show(Seen.SomebodyElses, StatusCodes.Status403Forbidden);
    }

    bool IsToRenew(MailLink link) => link.EndedAt is null && link.IsExpired(clock.GetUtcNow());

    PageResult Show(Seen what, int status = StatusCodes.Status200OK)
    {
        What = what;
        return new PageResult { StatusCode = status };
    }
}
