using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>The appointment order on paper: A4, Thai numerals, annex on pages of its own.</summary>
public sealed class OrderPrintModel(Database database, CurrentActor current) : PageModel
{
    public AppointmentOrder Order { get; private set; } = null!;

    public OrderDraft Draft { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!current.Actor.Is(Role.Finance) && !current.Actor.Is(Role.Auditor)
            || await AppointmentOrder.FindAsync(database, id) is not { } order)
            return NotFound();
        Order = order;
        var amended = order.AmendsId is { } amends ? await AppointmentOrder.FindAsync(database, amends) : null;
        Draft = OrderDraft.Compose(order, amended, await AppointmentRow.OfAsync(database, id));
        return Page();
    }
}
