using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>The report of a province or district to those above it, ready to print and sign.</summary>
public sealed class ReportModel(CascadePlace place, Database database) : PageModel
{
    public CascadePlace Place => place;
    public ProgressTable Districts { get; private set; } = null!;
    public IReadOnlyList<UnitProgress> Unfinished { get; private set; } = [];
    public long Reminders { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, string office)
    {
        if (!await place.ReadAsync(id, office))
            return NotFound();
        Unfinished = [.. (await place.UnitsAsync()).Where(unit => unit.State != UnitState.Done)];
        Districts = ProgressTable.From(await UnitProgress.CountAsync(database, id, place.Office.Path, "district", place.Now));
        Reminders = await database.FirstAsync<long>(
            "select count(*) from chasings where sending_id = @id and organisation_code = @office and kind = 'reminder'",
            new { id, office });
        return Page();
    }
}
