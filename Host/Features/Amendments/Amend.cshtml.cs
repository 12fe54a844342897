using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Amendments;

/// <summary>Amends a circular: what changes, and what that would do, before anything is kept.</summary>
public sealed class AmendModel(
    AmendedCircularPage about, AmendmentDesk desk, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty]
    public AmendInput Input { get; set; } = new();

    public AmendedCircularPage About => about;
    public IReadOnlyList<AmendedCircularPage.PlanRow> Plans { get; private set; } = [];

    /// <summary>What it would do; null before somebody looked.</summary>
    public AmendmentPreview? Preview { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        Input = AmendInput.Of(about.Facts, about.Dates, texts);
        Input.Date = texts.Date(ThaiDate.BangkokDate(clock.GetUtcNow()));
        return Page();
    }

    /// <summary>Looks at what was typed; keeps nothing.</summary>
    public Task<IActionResult> OnPostLookAsync(string id) => TryAsync(id, async form =>
    {
        Preview = await desk.PreviewAsync(form, current.Actor);
        return Page();
    });

    public Task<IActionResult> OnPostAsync(string id) => TryAsync(id, async form =>
    {
        var kept = await desk.KeepAsync(form, current.Actor);
        TempData.Say("success", texts["บันทึกการแก้ไขแล้ว ยังไม่มีเรื่องใดเปลี่ยน ตรวจผลด้านล่างแล้วสั่งเริ่มใช้",
            "The amendment is kept; nothing has changed. Look at its effect below, then begin."]);
        return Redirect($"/circulars/{Uri.EscapeDataString(id)}/amendments/{kept}");
    });

    async Task<IActionResult> TryAsync(string id, Func<AmendmentForm, Task<IActionResult>> verb)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            return await verb(Input.Read(about.Facts, about.Dates));
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ReadAsync(string id)
    {
        if (!await about.ReadAsync(id))
            return false;
        Plans = await about.PlansAsync();
        return true;
    }

    internal static string FieldOf(string code) => code switch
    {
        "number" => "Input.Number",
        "date" => "Input.Date",
        "reason" => "Input.Reason",
        "dates" or "deadline" => "Input.Dates[0].Day",
        "added-dates" => "Input.NewClauses[0].Day",
        "clauses" => "Input.Clauses[0].Phrase",
        "added" => "Input.Added",
        "withdrawn" => "Input.Withdrawn",
        "plan" => "Input.Plan",
        _ => "",
    };
}
