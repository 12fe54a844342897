using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Designer.Descriptors;
using WorkflowHost.Web.Features.Instances;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>
/// The rule sheet: a definition step by step in plain words, and a form for dates, days, people, wording and reminders. What
/// was typed is kept when it can't be saved; what somebody else saved meanwhile is never overwritten.
/// </summary>
[Authorize(Policy = Role.Designer)]
[RequestSizeLimit(LargestRequest)]
[RequestFormLimits(ValueCountLimit = 20_000, ValueLengthLimit = LargestRequest)]
public sealed class SheetModel(
    DefinitionVersions versions, DefinitionDesk desk, PublishingChecks checks, ActivityCatalog catalog, StepWords words,
        ChoiceLists lists,
    CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    const int LargestRequest = 8 * 1024 * 1024;

    /// <summary>Of the version the form was made from.</summary>
    [BindProperty]
    public string? Stamp { get; set; }

    /// <summary>What the form showed, as JSON by field.</summary>
    [BindProperty]
    public string? Before { get; set; }

    public DefinitionVersion Version { get; private set; } = null!;

    public RuleSheet Sheet { get; private set; } = null!;

    public IReadOnlyList<ClauseCoverage> Coverage { get; private set; } = [];

    /// <summary>The drawing; null while the definition can't be read.</summary>
    public Diagram? Diagram { get; private set; }

    /// <summary>An older version is looked at.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>Somebody saved while the form was open.</summary>
    public bool IsStale { get; private set; }

    public string ShownNow => JsonSerializer.Serialize(Sheet.Shown());

    public async Task<IActionResult> OnGetAsync(string id, int? version)
    {
        var found = version is { } number ? await versions.FindAsync(id, number) : await versions.LatestAsync(id);
        if (found is null)
            return NotFound();
        IsReadOnly = !found.IsLatest;
        await ReadAsync(found);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? step)
    {
        if (await versions.LatestAsync(id) is not { } latest)
            return NotFound();
        if (ReadBefore() is not { } before)
            return BadRequest();
        await ReadAsync(latest);
        Sheet.Fill(Request.Form, before);
        if (latest.Stamp != Stamp)
            return Stale();
        if (!Sheet.HasChanges)
        {
            TempData.Say("info", texts["ไม่มีสิ่งที่เปลี่ยนแปลง", "Nothing was changed"]);
            return Redirect(Here(id, step));
        }
        if (!Sheet.Apply() || !Sheet.Accepts(versions.ProblemsOf(DefinitionText.Canonical(Sheet.Text, id, latest.Version))))
            return Again(StatusCodes.Status400BadRequest);
        return await SaveAsync(id, step, before);
    }

    async Task<IActionResult> SaveAsync(string id, string? step, IReadOnlyDictionary<string, string> before)
    {
        try
        {
            var saved = await desk.SaveDraftAsync(id, Sheet.Text, Stamp, current.Actor);
            TempData.Say("success", texts[
                $"บันทึกร่างฉบับที่ {saved.Version} แล้ว เรื่องที่เดินอยู่และเรื่องใหม่ยังใช้ฉบับเดิม จนกว่าจะประกาศใช้ร่างนี้",
                $"Draft version {saved.Version} is saved. Cases go on as before until it is published."]);
            return Redirect(Here(id, step));
        }
        catch (RefusedException refusal) when (refusal.Code == "definition-stale")
        {
            // Somebody was faster by a moment.
            await ReadAsync((await versions.LatestAsync(id))!);
            Sheet.Fill(Request.Form, before);
            return Stale();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return Again(StatusCodes.Status400BadRequest);
        }
    }

    PageResult Stale()
    {
        IsStale = true;
        return Again(StatusCodes.Status409Conflict);
    }

    static PageResult Again(int status) => new() { StatusCode = status };

    static string Here(string id, string? step) =>
        $"/designer/{id}" + (string.IsNullOrEmpty(step) ? "" : "#" + Uri.EscapeDataString(step));

    Dictionary<string, string>? ReadBefore()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Before ?? "");
        }
        catch (JsonException)
        {
            // Not a form of ours.
            return null;
        }
    }

    async Task ReadAsync(DefinitionVersion version)
    {
        Version = version;
        Stamp ??= version.Stamp;
        Coverage = await checks.CoverageAsync(version);
        var about = new SheetAbout(texts, Coverage, current.Actor.Person.NameTh, ThaiDate.BangkokDate(clock.GetUtcNow()));
        Sheet = RuleSheet.Of(version, versions.ProblemsOf(version.Json), words, await lists.AllAsync(), about, texts);
        Diagram = DrawingOf(version);
    }

    Diagram? DrawingOf(DefinitionVersion version)
    {
        try
        {
            return Diagram.Of(DefinitionReader.Read(version.Json, catalog));
        }
        catch (DefinitionException)
        {
            // The page lists what is wrong with it.
            return null;
        }
    }
}
