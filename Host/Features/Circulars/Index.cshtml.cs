using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>Every circular the service knows.</summary>
public sealed class IndexModel(Database database) : PageModel
{
    public IReadOnlyList<CircularFacts> All { get; private set; } = [];

    public async Task OnGetAsync() => All = await Reading.AllAsync(database);
}
