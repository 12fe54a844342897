using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Two versions compared in words.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class CompareModel(DefinitionVersions versions, DefinitionDifference comparing) : PageModel
{
    public DefinitionVersion Older { get; private set; } = null!;

    public DefinitionVersion Newer { get; private set; } = null!;

    public IReadOnlyList<Difference> Differences { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, int from, int to)
    {
        if (await versions.FindAsync(id, from) is not { } older || await versions.FindAsync(id, to) is not { } newer)
            return NotFound();
        (Older, Newer) = (older, newer);
        Differences = comparing.Between(older.Json, newer.Json);
        return Page();
    }
}
