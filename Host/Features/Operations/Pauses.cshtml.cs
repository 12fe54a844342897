using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Shared;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>Circulars that stand still, a form to pause one, and what would move if one went on.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class PausesModel(Database database, PauseDesk desk, CurrentActor current, Texts texts) : PageModel
{
    const int MostShown = 50;

    [BindProperty]
    public string? Circular { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The pause that is looked at.</summary>
    [BindProperty]
    public string? Id { get; set; }

    public IReadOnlyList<CircularPause> Rows { get; private set; } = [];

    public IReadOnlyList<string> Circulars { get; private set; } = [];

    /// <summary>What would move; null until it was asked.</summary>
    public PauseEffect? Effect { get; private set; }

    /// <summary>Names of the offices in the preview.</summary>
    public OfficeNames Offices { get; private set; } = OfficeNames.None;

    public bool MayPause => current.Actor.Is(Role.Operator);

    public Task OnGetAsync() => ReadAsync();

    public Task<IActionResult> OnPostAsync() => TryAsync(async () =>
    {
        await desk.PauseAsync(Circular ?? "", Place ?? "", Reason ?? "", current.Actor);
        TempData.Say("success", texts[$"พักหนังสือเวียน {Circular} แล้ว", $"Circular {Circular} is paused."]);
        return Redirect("/operations/pauses");
    });

    /// <summary>Shows what would move, and moves nothing.</summary>
    public Task<IActionResult> OnPostLookAsync() => TryAsync(async () =>
    {
        Effect = await desk.PreviewAsync(Id ?? "", current.Actor);
        Offices = await OfficeNames.OfAsync(database, texts, Effect.First.Select(moved => moved.Deadline.OrganisationCode));
        await ReadAsync();
        return Page();
    });

    public Task<IActionResult> OnPostResumeAsync() => TryAsync(async () =>
    {
        await desk.ResumeAsync(Id ?? "", current.Actor);
        TempData.Say("success", texts[
            "หนังสือเวียนเดินต่อแล้ว กำหนดเวลาจะเลื่อนภายในไม่กี่นาที และแจ้งผู้ที่ต้องตอบคนละหนึ่งฉบับ",
            "It goes on; deadlines move within minutes, and each person is told in one mail."]);
        return Redirect("/operations/pauses");
    });

    async Task<IActionResult> TryAsync(Func<Task<IActionResult>> verb)
    {
        if (!MayPause)
            return Forbid();
        try
        {
            return await verb();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch
            {
                "reason-needed" => nameof(Reason),
                "no-such-place" => nameof(Place),
                "no-such-circular" or "paused-already" => nameof(Circular),
                _ => "",
            }, texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task ReadAsync()
    {
        Rows = await database.QueryAsync<CircularPause>(
            $"""
            {CircularPause.Named}
            order by case when p.ended_at is null then 0 else 1 end, p.paused_at desc, p.id desc limit {MostShown}
            """);
        Circulars = await database.QueryAsync<string>("select id from circulars where withdrawn_at is null order by id");
    }
}
