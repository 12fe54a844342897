using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>The plan of a year's review: its dates and its brake; looked at first, then made.</summary>
[Authorize(Policy = Role.Operator)]
public sealed class PlanModel(CampaignPlan plan, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? First { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Last { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Percent { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Repeats { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? System { get; set; } = "BBL";

    /// <summary>What it would look like; null until the dates can be read.</summary>
    public CampaignPlan.Preview? Preview { get; private set; }

    public LoadPicture? Picture { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var next = FiscalYear.Of(ThaiDate.BangkokDate(clock.GetUtcNow())).Next();
        if (First is null)
        {
            (First, Last) = (texts.Date(next.FirstDay), texts.Date(next.LastDay));
            (Percent, Repeats) = ("5", true);
            return Page();
        }
        return await WithFormAsync(async form =>
        {
            Preview = await plan.PreviewAsync(form);
            Picture = LoadPicture.Of([.. Preview.Loads.Select(load => (load.Day, load.Rights))], Preview.DayLimit, form.FirstOn);
            return Page();
        });
    }

    public Task<IActionResult> OnPostAsync() => WithFormAsync(async form =>
    {
        var id = await plan.PlanAsync(form, current.Actor);
        TempData.Say(
            "success", texts["วางแผนแล้ว ก่อนวันแรกยังวางแผนใหม่ได้", "Planned; until its first day it can be planned anew."]);
        return Redirect("/reviews/" + id);
    });

    async Task<IActionResult> WithFormAsync(Func<CampaignForm, Task<IActionResult>> verb)
    {
        if (!ThaiDate.TryParse(First, out var first))
            return Again(
                nameof(First),
                texts["อ่านวันแรกไม่ได้ พิมพ์เช่น 1 ตุลาคม 2569 หรือ 1/10/2569", "Not a date; type 1/10/2569 or 2026-10-01"]);
        if (!ThaiDate.TryParse(Last, out var last))
            return Again(
                nameof(Last),
                texts["อ่านวันสุดท้ายไม่ได้ พิมพ์เช่น 30 กันยายน 2570", "Not a date; type 30/9/2570 or 2027-09-30"]);
        if (!int.TryParse(Percent, out var percent))
            return Again(nameof(Percent), texts["ร้อยละต้องเป็นจำนวนเต็ม เช่น 5", "Per cent is a whole number, such as 5"]);
        try
        {
            return await verb(new CampaignForm(System ?? "BBL", first, last, percent, Repeats));
        }
        catch (RefusedException refusal)
        {
            return Again(refusal.Code switch
            {
                "last-on" => nameof(Last),
                "limit-percent" => nameof(Percent),
                "first-on" => nameof(First),
                _ => "",
            }, texts[refusal.Thai, refusal.English]);
        }
    }

    PageResult Again(string field, string words)
    {
        ModelState.AddModelError(field, words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }
}
