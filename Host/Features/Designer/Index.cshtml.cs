using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Designer.Hosting;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>The door of the designers: every definition as it stands, and what waits to be approved.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class IndexModel(Database database, DefinitionVersions versions, StudioFolder studio) : PageModel
{
    public IReadOnlyList<DefinitionRow> Definitions { get; private set; } = [];

    public IReadOnlyList<RequestRow> Requests { get; private set; } = [];

    public bool HasCanvas => studio.IsInstalled;

    public async Task OnGetAsync()
    {
        Definitions = await DefinitionRow.NewestAsync(database);
        Requests = await RequestRow.OpenAsync(database);
    }

    public int ProblemsOf(DefinitionRow row) => versions.ProblemsOf(row.Json).Count;
}
