using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>What a rehearsal asks for.</summary>
public sealed record RehearsalForm(string? Day, string? Circular, IReadOnlyList<string> Circulars);

/// <summary>What would happen if the clock went to the end of a day and nobody answered.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class RehearsalModel(
    Database database, Rehearsal rehearsal, DefinitionStore definitions, CurrentActor current, Texts texts) : PageModel
{
    readonly Dictionary<(string Definition, string Node), string> titles = [];

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Circular { get; set; }

    public RehearsalForm Form { get; private set; } = new(null, null, []);

    /// <summary>Null until it was asked.</summary>
    public RehearsalResult? Result { get; private set; }

    public bool MayRehearse => current.Actor.Is(Role.Operator);

    public Task OnGetAsync() => ReadAsync();

    /// <summary>Runs it; nothing is written.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!MayRehearse)
            return Forbid();
        await ReadAsync();
        if (!ThaiDate.TryParse(Day, out var day))
            return Again(
                texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2569 หรือ 6/11/2569", "Not a date; type 6/11/2569 or 2026-11-06"]);
        try
        {
            Result = await rehearsal.RunAsync(day, Circular ?? "", current.Actor, stop: HttpContext.RequestAborted);
        }
        catch (RefusedException refusal)
        {
            return Again(texts[refusal.Thai, refusal.English]);
        }
        foreach (var way in Result.Ways)
            titles[(way.DefinitionId, way.NodeId)] = await TitleAsync(way.DefinitionId, way.NodeId);
        return Page();
    }

    /// <summary>The step as its definition names it.</summary>
    public string Title(RehearsalResult.Way way) => titles.GetValueOrDefault((way.DefinitionId, way.NodeId), way.NodeId);

    async Task<string> TitleAsync(string definition, string node) =>
        (await definitions.FindPublishedAsync(definition))?.Nodes.GetValueOrDefault(node)?.Title ?? node;

    PageResult Again(string words)
    {
        ModelState.AddModelError(nameof(Day), words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync() =>
        Form = new RehearsalForm(Day, Circular, await database.QueryAsync<string>("select id from circulars order by id"));
}
