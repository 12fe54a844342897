using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>The yearly reviews there are, newest first.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class IndexModel(Database database, CurrentActor current, TimeProvider clock) : PageModel
{
    public IReadOnlyList<Campaign> Campaigns { get; private set; } = [];

    public bool MaySteer => current.Actor.Is(Role.Operator);

    public DateOnly Today { get; } = ThaiDate.BangkokDate(clock.GetUtcNow());

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MaySteer && !current.Actor.Is(Role.Auditor))
            return Forbid();
        Campaigns = await database.QueryAsync<Campaign>("select * from review_campaigns order by first_on desc, id limit 50");
        return Page();
    }
}
