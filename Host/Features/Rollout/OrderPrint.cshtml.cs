using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
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

    /// <summary>Only this province's rows: what its coordinator may see of a signed order.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Province { get; set; }

    public bool IsExcerpt => Province is not null;

    bool SeesAll => current.Actor.Is(Role.Finance) || current.Actor.Is(Role.Auditor);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!SeesAll && (Province is null || current.Actor.In(Province, Role.Coordinator) is null)
            || await AppointmentOrder.FindAsync(database, id) is not { } order || !SeesAll && !order.IsSigned)
            return NotFound();
        Order = order;
        var amended = order.AmendsId is { } amends ? await AppointmentOrder.FindAsync(database, amends) : null;
        Draft = OrderDraft.Compose(order, amended, await AppointmentRow.OfAsync(database, id));
        return Province is null || await CutAsync(Province) ? Page() : NotFound();
    }

    async Task<bool> CutAsync(string province)
    {
        if (await Organisation.FindAsync(database, province) is not { Type: OrganisationType.Province } place)
            return false;
        var offices = await Office.OfProvinceAsync(database, province);
        Draft = Draft.ExcerptFor(
            place.NameTh.IndexOf("จังหวัด", StringComparison.Ordinal) is >= 0 and var start ? place.NameTh[start..]
                : place.NameTh,
            offices.Select(office => office.Code).ToHashSet());
        return Draft.Annexes.Count > 0;
    }
}
