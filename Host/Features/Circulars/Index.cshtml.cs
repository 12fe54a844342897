using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>Every circular the service knows.</summary>
public sealed class IndexModel(Database database, CurrentActor current) : PageModel
{
    public IReadOnlyList<CircularFacts> All { get; private set; } = [];

    public bool MayRegister => current.Actor.Is(Role.Reviewer) || current.Actor.Is(Role.Director);

    public async Task OnGetAsync() => All = await StoredCircular.AllAsync(database);
}
