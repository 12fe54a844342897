using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Shared;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>The holidays from today on, and a form for those the cabinet adds.</summary>
public sealed class HolidaysModel(Database database, HolidayList holidays, CurrentActor current, TimeProvider clock, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? NameTh { get; set; }

    [BindProperty]
    public string? NameEn { get; set; }

    [BindProperty]
    public bool Closed { get; set; } = true;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>What adding the day would move; null until it was asked.</summary>
    public HolidayEffect? Effect { get; private set; }

    /// <summary>Names of the offices in the preview.</summary>
    public OfficeNames Offices { get; private set; } = OfficeNames.None;

    public bool MayAdd => current.Actor.Is(Role.Operator);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayAdd && !current.Actor.Is(Role.Auditor))
            return Forbid();
        await ReadAsync();
        return Page();
    }

    /// <summary>Shows what the day would move, and moves nothing.</summary>
    public Task<IActionResult> OnPostAsync() => WithDayAsync(async day =>
    {
        Effect = await holidays.PreviewAsync(day, NameTh ?? "", Closed, current.Actor);
        Offices = await OfficeNames.OfAsync(database, texts, Effect.First.Select(moved => moved.Deadline.OrganisationCode));
        await ReadAsync();
        return Page();
    });

    /// <summary>Adds it.</summary>
    public Task<IActionResult> OnPostAddAsync() => WithDayAsync(async day =>
    {
        await holidays.AddAsync(day, NameTh ?? "", NameEn ?? "", Closed, current.Actor);
        TempData.Say("success", texts[
            $"เพิ่มวันหยุด {ThaiDate.PageForm(day)} แล้ว กำหนดเวลาจะเลื่อนภายในไม่กี่นาที และแจ้งผู้ที่ต้องตอบคนละหนึ่งฉบับ",
            $"{ThaiDate.English(day)} was added; deadlines move within minutes, and each person is told in one mail"]);
        return Redirect("/operations/holidays");
    });

    async Task<IActionResult> WithDayAsync(Func<DateOnly, Task<IActionResult>> verb)
    {
        if (!MayAdd)
            return Forbid();
        if (!ThaiDate.TryParse(Day, out var day))
            return await AgainAsync(nameof(Day),
                texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2569 หรือ 6/11/2569", "Not a date; type 6/11/2569 or 2026-11-06"]);
        try
        {
            return await verb(day);
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(
                refusal.Code == "name-needed" ? nameof(NameTh) : nameof(Day), texts[refusal.Thai, refusal.English]);
        }
    }

    async Task<IActionResult> AgainAsync(string field, string words)
    {
        ModelState.AddModelError(field, words);
        await ReadAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync() => Rows = await database.QueryAsync<Row>(
        "select day, name_th, name_en, offices_closed from holidays where day >= @today order by day limit 100",
        new { today = ThaiDate.BangkokDate(clock.GetUtcNow()) });

    /// <summary>One holiday.</summary>
    public sealed class Row
    {
        public DateOnly Day { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long OfficesClosed { get; init; }
    }
}
