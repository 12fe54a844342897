using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Shared;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>What a rehearsal asks for.</summary>
public sealed record RehearsalForm(string? Day, string? Circular, IReadOnlyList<string> Circulars);

/// <summary>What would happen if the clock went to the end of a day and nobody answered.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class RehearsalModel(
    Database database, Rehearsal rehearsal, DefinitionStore definitions, StepWords words, MailTemplates templates,
    CurrentActor current, Texts texts) : PageModel
{
    readonly Dictionary<string, WorkflowDefinition?> shown = [];

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
        foreach (var id in Result.Ways.Select(way => way.DefinitionId).Distinct())
            shown[id] = await definitions.FindPublishedAsync(id);
        Offices = await OfficeNames.OfAsync(database, texts, Result.First.Select(one => one.OrganisationCode));
        return Page();
    }

    /// <summary>The step as its definition names it.</summary>
    public string Title(RehearsalResult.Way way) => Node(way)?.Title ?? way.NodeId;

    /// <summary>How the step would end, in words.</summary>
    public string Outcome(RehearsalResult.Way way) =>
        Node(way) is { } node && words.Outcome(node.Type, way.Outcome) is var (thai, english)
            ? texts[thai, english] : way.Outcome;

    public OfficeNames Offices { get; private set; } = OfficeNames.None;

    /// <summary>What the mails of a template are about.</summary>
    public string Mail(string template) => templates.TitleOf(template) is var (thai, english) ? texts[thai, english] : template;

    ActivityNode? Node(RehearsalResult.Way way) =>
        shown.GetValueOrDefault(way.DefinitionId)?.Nodes.GetValueOrDefault(way.NodeId);

    PageResult Again(string words)
    {
        ModelState.AddModelError(nameof(Day), words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync() =>
        Form = new RehearsalForm(Day, Circular, await database.QueryAsync<string>("select id from circulars order by id"));
}
