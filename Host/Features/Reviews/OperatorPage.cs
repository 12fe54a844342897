using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>A page about one yearly review: an operator steers it, an auditor looks.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public abstract class OperatorPage(CampaignPlace place, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    public Campaign Campaign { get; private set; } = null!;

    public bool MaySteer => current.Actor.Is(Role.Operator);

    public DateOnly Today { get; } = ThaiDate.BangkokDate(clock.GetUtcNow());

    protected CampaignPlace Place => place;

    protected Actor Actor => current.Actor;

    protected Texts Texts => texts;

    /// <summary>Those two; a designer looks at instances, but not at people's answers.</summary>
    protected bool MayLook => MaySteer || current.Actor.Is(Role.Auditor);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!MayLook)
            return Forbid();
        if (await place.FindAsync(id) is not { } campaign)
            return NotFound();
        Campaign = campaign;
        await ReadAsync();
        return Page();
    }

    /// <summary>What the page shows, of <see cref="Campaign"/>.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Writes through one verb; a refusal stands beside the field that its code belongs to.</summary>
    protected async Task<IActionResult> SteerAsync(string id, Func<string, string> fieldOf, Func<Task<string>> verb)
    {
        if (!MaySteer)
            return Forbid();
        if (await place.FindAsync(id) is not { } campaign)
            return NotFound();
        Campaign = campaign;
        try
        {
            TempData.Say("success", await verb());
            return Redirect(Request.Path);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(fieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }
}
