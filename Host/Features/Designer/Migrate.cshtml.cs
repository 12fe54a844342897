using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>
/// Plans to move the running instances of a definition to another version: what would happen to each, before anything does.
/// </summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class MigrateModel(
    InstanceMigration migration, MigrationDesk desk, MigrationLook look, DefinitionVersions versions, Database database,
    CurrentActor current, Texts texts) : PageModel
{
    /// <summary>What the drop-down says for "instances there stay with the old version".</summary>
    public const string StayChoice = "(stay)";

    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? To { get; set; }

    /// <summary>Old steps and, in the same order, what was chosen for each; likewise the arrows.</summary>
    [BindProperty]
    public List<string?> Step { get; set; } = [];

    [BindProperty]
    public List<string?> StepTo { get; set; } = [];

    [BindProperty]
    public List<string?> Arrow { get; set; } = [];

    [BindProperty]
    public List<string?> ArrowTo { get; set; } = [];

    public IReadOnlyList<DefinitionVersion> Published { get; private set; } = [];
    public IReadOnlyDictionary<int, long> Live { get; private set; } = new Dictionary<int, long>();
    public MigrationForecast? Forecast { get; private set; }
    public MigrationPlan? Plan { get; private set; }
    public IReadOnlyList<MigrationLook.StepRow> Steps { get; private set; } = [];
    public IReadOnlyList<MigrationLook.ArrowRow> Arrows { get; private set; } = [];
    public IReadOnlyList<StoredPlan> Plans { get; private set; } = [];
    public string Name => Published[0].Name;
    public bool MayPlan => current.Actor.Is(Role.Designer);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        await ForecastAsync(id, chosen: false);
        return Page();
    }

    /// <summary>Looks again with what was chosen; keeps nothing.</summary>
    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        await ForecastAsync(id, chosen: true);
        return Page();
    }

    /// <summary>Keeps the plan.</summary>
    public async Task<IActionResult> OnPostPlanAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            var plan = await desk.PlanAsync(Chosen(id), current.Actor);
            TempData.Say("success", texts["บันทึกแผนแล้ว ยังไม่มีเรื่องใดย้าย ให้ผู้ดูแลระบบคนอื่นตรวจและสั่งย้ายในหน้านี้",
                "The plan is kept; nothing has moved. Another person, an operator, looks at it and applies it here."]);
            return Redirect($"/designer/{Uri.EscapeDataString(id)}/migrations/{plan}");
        }
        catch (RefusedException refusal)
        {
            Refuse(refusal);
            await ForecastAsync(id, chosen: true);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    public string Choice(string old, IReadOnlyDictionary<string, string> chosen) =>
        chosen.TryGetValue(old, out var target) ? target == MigrationPlan.Stay ? StayChoice : target : "";

    public string Title(string nodeId) => Forecast!.Map.From.Nodes.TryGetValue(nodeId, out var node) ? node.Title : nodeId;

    async Task<bool> ReadAsync(string id)
    {
        Published = [.. (await versions.HistoryAsync(id)).Where(version => !version.IsDraft)];
        if (Published.Count == 0)
            return false;
        Live = (await database.QueryAsync<LiveRow>(
            """
            select version, count(*) as number from instances
            where definition_id = @id and status in ('Suspended', 'Faulted') group by version
            """, new { id })).ToDictionary(row => (int)row.Version, row => row.Number);
        Plans = await database.QueryAsync<StoredPlan>(
            "select * from migration_plans where definition_id = @id order by id desc limit 20", new { id });
        To ??= (Published.FirstOrDefault(version => version.IsCurrent) ?? Published[0]).Version;
        From ??= Live.Keys.Where(version => version != To).Select(version => (int?)version).Max();
        return true;
    }

    async Task ForecastAsync(string id, bool chosen)
    {
        if (From is null || Published.Count < 2)
            return;
        try
        {
            Plan = chosen ? Chosen(id) : new MigrationPlan(id, From.Value, To!.Value);
            Forecast = await migration.ForecastAsync(Plan);
            if (!chosen && Suggested(Forecast) is { Count: > 0 } likely)
                Forecast = await migration.ForecastAsync(Plan = Plan with { Steps = likely });
            Steps = await look.StepsAsync(Forecast, Plan);
            Arrows = MigrationLook.Arrows(Forecast);
        }
        catch (RefusedException refusal)
        {
            Refuse(refusal);
        }
    }

    // A step that only moved to another place is offered, for the designer to agree to.
    static Dictionary<string, string> Suggested(MigrationForecast forecast) => forecast.Steps.Keys
        .Where(forecast.Map.From.Nodes.ContainsKey).Select(nodeId => forecast.Map.From.Nodes[nodeId])
        .Where(node => forecast.Map.Same(node) is null)
        .Select(node => (node.NodeId, Likely: forecast.Map.Likely(node)?.NodeId)).Where(pair => pair.Likely is not null)
        .ToDictionary(pair => pair.NodeId, pair => pair.Likely!);

    MigrationPlan Chosen(string id) =>
        new(id, From ?? 0, To ?? 0) { Steps = Pairs(Step, StepTo), Arrows = Pairs(Arrow, ArrowTo) };

    static Dictionary<string, string> Pairs(List<string?> old, List<string?> chosen) => old.Zip(chosen)
        .Where(pair => !string.IsNullOrEmpty(pair.First) && !string.IsNullOrEmpty(pair.Second)).DistinctBy(pair => pair.First)
        .ToDictionary(pair => pair.First!, pair => pair.Second == StayChoice ? MigrationPlan.Stay : pair.Second!);

    void Refuse(RefusedException refusal)
    {
        foreach (var sentence in texts[refusal.Thai, refusal.English].Split('\n'))
            ModelState.AddModelError("", sentence);
    }

    sealed class LiveRow
    {
        public long Version { get; init; }
        public long Number { get; init; }
    }
}
