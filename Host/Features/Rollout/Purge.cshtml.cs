using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>Deleting the trial's data, with its certificate; receipts dated before go-live are decided on first (E-08,
/// T31).</summary>
public sealed class PurgeModel(Database database, Purge purge, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public bool Sure { get; set; }

    [BindProperty]
    public string? ReceiptId { get; set; }

    [BindProperty]
    public string? Date { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public PurgeCertificate? Certificate { get; private set; }

    public long Entries { get; private set; }

    public IReadOnlyList<WronglyDated> Wrong { get; private set; } = [];

    bool MayLook => current.Actor.Is(Role.Finance) || current.Actor.Is(Role.Operator);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayLook)
            return Forbid();
        await ReadAsync();
        return Page();
    }

    public Task<IActionResult> OnPostAsync() => DoAsync(nameof(Sure), async () =>
    {
        if (!Sure)
            throw new RefusedException("sure", "ทำเครื่องหมายยืนยันก่อน", "Tick the box first.");
        await purge.RunAsync(current.Actor);
        return texts["ลบข้อมูลทดลองแล้ว", "The trial data is deleted"];
    });

    public Task<IActionResult> OnPostDecideAsync() => DoAsync(nameof(Reason), async () =>
    {
        DateTimeOffset? date = null;
        if (!string.IsNullOrWhiteSpace(Date))
            date = ThaiDate.TryParse(Date, out var day) ? ThaiDate.StartOfDay(day)
                : throw new RefusedException("date", "อ่านวันที่ไม่ได้", "The date can't be read.");
        await purge.DecideAsync(ReceiptId ?? "", date, Reason ?? "", current.Actor);
        return texts["บันทึกการตัดสินแล้ว", "The decision is stored"];
    });

    async Task<IActionResult> DoAsync(string field, Func<Task<string>> deed)
    {
        if (!MayLook)
            return Forbid();
        try
        {
            TempData.Say("success", await deed());
            return Redirect("/rollout/purge");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code is "sure" or "reason-needed" ? field : "",
                texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task ReadAsync()
    {
        Certificate = await PurgeCertificate.FindAsync(database);
        Entries = await database.FirstAsync<long>("select count(*) from trial_entries");
        var live = await database.FirstAsync<DateTimeOffset>(
            "select min(at) from circular_dates where circular_id = 'E' and key = 'E-09'");
        Wrong = await database.QueryAsync<WronglyDated>(WronglyDated.Query, new { live });
    }
}
