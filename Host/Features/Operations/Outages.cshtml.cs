using System.Globalization;
using Microsoft.AspNetCore.Authorization;
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

/// <summary>
/// All deadlines that an outage ran over, moved by one decision (T101): chosen, shown with old and new day, confirmed. Times are
/// Bangkok's.
/// </summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class OutagesModel(Database database, OutageMoves moves, CurrentActor current, Texts texts) : PageModel
{
    const int Most = 50;

    /// <summary>The same form sent twice is one decision.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    [BindProperty]
    public string? FromDay { get; set; }

    [BindProperty]
    public string? FromTime { get; set; } = "00:00";

    [BindProperty]
    public string? ToDay { get; set; }

    [BindProperty]
    public string? ToTime { get; set; } = "23:59";

    [BindProperty]
    public string? Days { get; set; } = "1";

    [BindProperty]
    public string? Circular { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public OutageEffect? Effect { get; private set; }

    /// <summary>Names of the offices in the preview.</summary>
    public OfficeNames Offices { get; private set; } = OfficeNames.None;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<string> Circulars { get; private set; } = [];

    public bool MayMove => current.Actor.Is(Role.Operator);

    public Task OnGetAsync() => ReadAsync();

    public Task<IActionResult> OnPostAsync() => DoAsync(async outage =>
    {
        Effect = await moves.PreviewAsync(outage, current.Actor);
        Offices = await OfficeNames.OfAsync(database, texts, Effect.First.Select(moved => moved.Deadline.OrganisationCode));
        await ReadAsync();
        return Page();
    });

    public Task<IActionResult> OnPostMoveAsync() => DoAsync(async outage =>
    {
        await moves.AddAsync(outage, current.Actor);
        TempData.Say("success", texts["บันทึกแล้ว กำหนดเวลาเลื่อนภายในไม่กี่วินาที ผู้ที่ต้องตอบได้รับแจ้งเมื่อเหตุสิ้นสุด",
            "Decided; the deadlines move within seconds, and whoever owes an answer is told once it is over."]);
        return Redirect("/operations/outages");
    });

    async Task<IActionResult> DoAsync(Func<Outage, Task<IActionResult>> verb)
    {
        if (!MayMove)
            return Forbid();
        try
        {
            if (Read() is { } outage)
                return await verb(outage);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch
            {
                "reason-needed" => nameof(Reason),
                "outage-time" => nameof(ToDay),
                "outage-days" => nameof(Days),
                _ => "",
            }, texts[refusal.Thai, refusal.English]);
        }
        Effect = null;
        await ReadAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    Outage? Read()
    {
        var from = At(nameof(FromDay), FromDay, FromTime, TimeSpan.Zero);
        // "23:59" is meant to its last second, as deadlines end.
        var to = At(nameof(ToDay), ToDay, ToTime, TimeSpan.FromSeconds(59));
        if (!int.TryParse(ThaiDigits.ToArabic(Days ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            ModelState.AddModelError(nameof(Days), texts["ใส่จำนวนวันทำการเป็นตัวเลข", "Enter a number of working days"]);
        return from is null || to is null || !ModelState.IsValid ? null
            : new Outage(Key, from.Value, to.Value, days, Circular ?? "", Kind ?? "", Reason ?? "");
    }

    DateTimeOffset? At(string field, string? day, string? time, TimeSpan seconds)
    {
        if (!ThaiDate.TryParse(day, out var date))
            ModelState.AddModelError(field, texts[
                "อ่านวันที่ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2569 หรือ 6/11/2569", "Not a date; type 6/11/2569 or 2026-11-06"]);
        else if (!TimeOnly.TryParseExact(ThaiDigits.ToArabic(time?.Trim() ?? "").Replace('.', ':'), "H:mm",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            ModelState.AddModelError(field, texts["อ่านเวลาไม่ได้ พิมพ์เช่น 08:30", "Not a time; type 08:30"]);
        else
            return ThaiDate.At(date, at) + seconds;
        return null;
    }

    async Task ReadAsync()
    {
        Circulars = await database.QueryAsync<string>("select id from circulars order by id");
        Rows = await database.QueryAsync<Row>(
            """
            select u.from_at, u.to_at, u.days, u.circular_id, u.kind, u.reason, u.added_at, u.told_at,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en,
                (select count(*) from deadline_moves v where v.cause = 'outage:' || u.id) as moved
            from outages u join people p on p.id = u.by_person order by u.added_at desc, u.id limit @Most
            """, new { Most });
    }

    /// <summary>What was decided before.</summary>
    public sealed class Row
    {
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public int Days { get; init; }
        public string CircularId { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Reason { get; init; } = "";
        public DateTimeOffset AddedAt { get; init; }
        public DateTimeOffset? ToldAt { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Moved { get; init; }
    }
}
