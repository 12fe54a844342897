using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>One circular: clauses, letters, dates, whom to ask, contradictions, and what it leaves open.</summary>
public sealed class CircularModel(Database database, Filing filing) : PageModel
{
    public CircularFacts Facts { get; private set; } = null!;

    /// <summary>The rules as they run now; null where no definition of this circular has them.</summary>
    public RequestRules.Values? Rules { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await Reading.FindAsync(database, id) is not { } found)
            return NotFound();
        Facts = found;
        if (found.Definition == Filing.Definition)
            Rules = await filing.RulesAsync();
        return Page();
    }
}
