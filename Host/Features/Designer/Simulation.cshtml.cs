using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Simulation;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>One simulation: how far it has come, then what it came to.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class SimulationModel(Simulations simulations, TimeProvider clock) : PageModel
{
    public SimulationRecord Made { get; private set; } = new();
    public SimulationSettings Settings { get; private set; } = null!;
    public SimulationSummary? Summary { get; private set; }
    public IReadOnlyList<SimulatePlot> Plots { get; private set; } = [];
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>What a designer must mend before they publish.</summary>
    public IReadOnlyList<DeadEnd> DeadEnds => [.. Summary!.DeadEnds.Where(found => !found.IsWarning)];

    public IReadOnlyList<DeadEnd> Warnings => [.. Summary!.DeadEnds.Where(found => found.IsWarning)];

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await simulations.FindAsync(id) is not { } made)
            return NotFound();
        (Made, Settings, Summary) = (made, made.ReadSettings(), made.ReadSummary());
        Plots = [.. (Summary?.Inboxes ?? []).OrderByDescending(load => load.MostOpen)
            .Select(load => SimulatePlot.Of(load, Summary!.From))];
        return Page();
    }
}
