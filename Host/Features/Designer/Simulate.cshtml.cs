using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Chooses a definition, a draft too, says how people behave, and starts a simulation.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class SimulateModel(
    Database database, DefinitionVersions versions, Simulations simulations, SimulateRuns runs, MailTemplates templates,
    CircularCatalogue circulars, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Definition { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Version { get; set; }

    /// <summary>An earlier simulation whose settings are taken over.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Like { get; set; }

    [BindProperty]
    public string? Organisations { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public string? Seed { get; set; }

    [BindProperty]
    public string? Silence { get; set; }

    [BindProperty]
    public SimulateShares Shares { get; set; } = new();

    [BindProperty]
    public SimulateForm Form { get; set; } = new();

    public SimulationPlan? Plan { get; private set; }
    public IReadOnlyList<SimulateForm.Step> Steps { get; private set; } = [];
    public IReadOnlyList<DefinitionVersion> Choices { get; private set; } = [];
    public IReadOnlyList<DefinitionProblem> CannotRun { get; private set; } = [];
    public IReadOnlyList<SimulationRecord> Recent { get; private set; } = [];
    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IActionResult> OnGetAsync(string? before)
    {
        if (!await ReadAsync(before))
            return NotFound();
        if (Plan is not null)
            Fill(Plan, Like is not null && await simulations.FindAsync(Like) is { } earlier ? earlier.ReadSettings() : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await ReadAsync(null))
            return NotFound();
        if (Plan is null)
            return Again();
        var scenario = Shares.Read(Plan.Scenario, field => ModelState.AddModelError($"{nameof(Shares)}.{field}",
            field == nameof(Shares.WithinDays)
                ? texts["กรอกจำนวนวันตั้งแต่ 1", "A number of days from 1"]
                : texts["กรอกร้อยละ 0 ถึง 100", "A percentage from 0 to 100"])) with
        {
            Silence = Percent(nameof(Silence), Silence),
            Steps = Form.Read(Steps, (field, why) => ModelState.AddModelError(field, why == "sum"
                ? texts["คำตอบของขั้นตอนนี้ต้องรวมกันได้ 100", "The answers of this step must add up to 100"]
                : texts["กรอกร้อยละ 0 ถึง 100", "A percentage from 0 to 100"])),
        };
        var plan = Plan with
        {
            Organisations = Number(nameof(Organisations), Organisations),
            From = Day(nameof(From), From),
            Until = Day(nameof(Until), Until),
            Seed = Number(nameof(Seed), Seed),
            Scenario = scenario,
        };
        return ModelState.IsValid ? await StartAsync(plan) : Again();
    }

    async Task<IActionResult> StartAsync(SimulationPlan plan)
    {
        try
        {
            return Redirect("/designer/simulate/" + await runs.StartAsync(plan, current.Actor));
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(
                refusal.Code is nameof(Organisations) or nameof(Until) ? refusal.Code : "", texts[refusal.Thai, refusal.English]);
            return Again();
        }
    }

    // False: there is no such version.
    async Task<bool> ReadAsync(string? before)
    {
        Choices = await versions.AllLatestAsync();
        Recent = await simulations.RecentAsync(before);
        if (Definition is null)
            return true;
        var chosen = Version is { } version
            ? await versions.FindAsync(Definition, version)
            : await versions.LatestAsync(Definition);
        if (chosen is null)
            return false;
        Version = chosen.Version;
        try
        {
            Plan = new SimulationPlan(chosen.Json, await PublishedAsync(), templates, circulars.All);
            Steps = SimulateForm.StepsOf(Plan);
        }
        catch (DefinitionException fault)
        {
            CannotRun = fault.Problems;
        }
        return true;
    }

    Task<IReadOnlyList<string>> PublishedAsync() => database.QueryAsync<string>(
        """
        select d.json from published_definitions p
        join definitions d on d.definition_id = p.definition_id and d.version = p.version
        order by d.definition_id
        """);

    void Fill(SimulationPlan plan, SimulationSettings? earlier)
    {
        Organisations = Text(earlier?.Organisations ?? plan.Organisations);
        From = Text(earlier?.From ?? plan.From);
        Until = Text(earlier?.Until ?? plan.Until);
        Seed = Text(earlier?.Seed ?? plan.Seed);
        var scenario = earlier?.Scenario ?? plan.Scenario;
        Silence = Text((int)Math.Round(scenario.Silence * 100));
        Shares = SimulateShares.Of(scenario);
        Form.Fill(Steps, scenario);
    }

    PageResult Again() => new() { StatusCode = StatusCodes.Status400BadRequest };

    int Number(string field, string? text)
    {
        if (int.TryParse(ThaiDigits.ToArabic(text?.Trim() ?? "").Replace(",", "", StringComparison.Ordinal), NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        ModelState.AddModelError(field, texts["กรอกจำนวนเต็มตั้งแต่ 1", "A whole number from 1"]);
        return 1;
    }

    double Percent(string field, string? text)
    {
        var digits = ThaiDigits.ToArabic(text?.Trim() ?? "");
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100)
            return percent / 100.0;
        ModelState.AddModelError(field, texts["กรอกร้อยละ 0 ถึง 100", "A percentage from 0 to 100"]);
        return 0;
    }

    DateOnly Day(string field, string? text)
    {
        if (ThaiDate.TryParse(text, out var day))
            return day;
        ModelState.AddModelError(field,
            texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2566 หรือ 6/11/2566", "Not a date; type 6/11/2566 or 2023-11-06"]);
        return default;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    string Text(DateOnly day) => texts.IsThai ? ThaiDate.PageForm(day) : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
