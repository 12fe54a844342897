using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Amendments;

/// <summary>Writes the withdrawal of a circular down (T88); it begins on the next page, where its effect stands.</summary>
public sealed class WithdrawModel(
    AmendedCircularPage about, AmendmentDesk desk, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty]
    public string FormKey { get; set; } = Guid.NewGuid().ToString("N");

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Date { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public bool EndsRights { get; set; }

    public AmendedCircularPage About => about;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await about.ReadAsync(id))
            return NotFound();
        Date = texts.Date(ThaiDate.BangkokDate(clock.GetUtcNow()));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await about.ReadAsync(id))
            return NotFound();
        try
        {
            if (!ThaiDate.TryParse(Date, out var date))
                throw new RefusedException("date", "อ่านวันที่ของหนังสือไม่ได้ พิมพ์เช่น 6/11/2566",
                    "The letter's date can't be read; type 6/11/2566.");
            var kept = await desk.KeepAsync(
                new WithdrawalForm(FormKey, id, Number ?? "", date, Reason ?? "", EndsRights), current.Actor);
            TempData.Say("success", texts["บันทึกไว้แล้ว ยังไม่มีเรื่องใดสิ้นสุด ตรวจผลด้านล่างแล้วสั่งเริ่มใช้",
                "It is kept; no case has ended. Look at its effect below, then begin."]);
            return Redirect($"/circulars/{Uri.EscapeDataString(id)}/amendments/{kept}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(
                refusal.Code is "number" or "date" or "reason" ? refusal.Code[..1].ToUpperInvariant() + refusal.Code[1..] : "",
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }
}
