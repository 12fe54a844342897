using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>Days on which one office is closed or open for itself, and what a new one moves.</summary>
public sealed class OfficeDaysModel(Database database, OfficeDays days, CurrentActor current, TimeProvider clock, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? NameTh { get; set; }

    [BindProperty]
    public string? NameEn { get; set; }

    [BindProperty]
    public bool Open { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>What adding the day would move; null until it was asked.</summary>
    public HolidayEffect? Effect { get; private set; }

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
        Effect = await days.PreviewAsync(Office?.Trim() ?? "", day, NameTh ?? "", Open, current.Actor);
        await ReadAsync();
        return Page();
    });

    /// <summary>Adds it.</summary>
    public Task<IActionResult> OnPostAddAsync() => WithDayAsync(async day =>
    {
        await days.AddAsync(Office?.Trim() ?? "", day, NameTh ?? "", NameEn ?? "", Open, current.Actor);
        TempData.Say(
            "success", texts[$"เพิ่มวันที่ {ThaiDate.PageForm(day)} ของหน่วยงานแล้ว", $"{ThaiDate.English(day)} was added"]);
        return Redirect("/operations/offices");
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
                refusal.Code switch { "name-needed" => nameof(NameTh), "no-office" => nameof(Office), _ => nameof(Day) },
                texts[refusal.Thai, refusal.English]);
        }
    }

    async Task<IActionResult> AgainAsync(string field, string words)
    {
        ModelState.AddModelError(field, words);
        await ReadAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync() => Rows = await database.QueryAsync<Row>(
        """
        select f.day, f.is_open, f.name_th, f.name_en, o.code, o.name_th as office_th, o.name_en as office_en
        from office_days f join organisations o on o.code = f.organisation_code
        where f.day >= @today order by f.day, o.code limit 200
        """, new { today = ThaiDate.BangkokDate(clock.GetUtcNow()) });

    /// <summary>One day of one office.</summary>
    public sealed class Row
    {
        public DateOnly Day { get; init; }
        public long IsOpen { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Code { get; init; } = "";
        public string OfficeTh { get; init; } = "";
        public string OfficeEn { get; init; } = "";
    }
}
