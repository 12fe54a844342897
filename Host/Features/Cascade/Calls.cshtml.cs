using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>The call list: who still owes, the longest overdue first, with whom to ask for.</summary>
public sealed class CallsModel(CascadePlace place, Database database) : PageModel
{
    const int Most = 500;

    public CascadePlace Place => place;
    public IReadOnlyList<UnitProgress> Units { get; private set; } = [];
    public ILookup<string, ContactRow> People { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, string office)
    {
        if (!await place.ReadAsync(id, office))
            return NotFound();
        Units = [.. (await place.UnitsAsync()).Where(unit => unit.Owes(place.Office.Path))
            .OrderBy(unit => unit.State == UnitState.Late ? 0 : 1).ThenBy(unit => unit.ContactedAt ?? DateTimeOffset.MinValue)
            .ThenBy(unit => unit.Code, StringComparer.Ordinal).Take(Most)];
        People = (await ContactRow.OfAsync(database, [.. Units.Select(unit => unit.Code)], place.Now))
            .ToLookup(row => row.OrganisationCode);
        return Page();
    }
}
