using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>An office's entry in its register: the receive stamp, the letter that passes it on, a deadline of its own.</summary>
public sealed class LetterModel(
    CascadePlace place, HopDesk hops, Database database, OfficeCalendar calendar, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? ReceiveNumber { get; set; }

    [BindProperty]
    public string? ReceivedDate { get; set; }

    [BindProperty]
    public string? ReceivedTime { get; set; }

    [BindProperty]
    public string? OwnNumber { get; set; }

    [BindProperty]
    public string? OwnDate { get; set; }

    [BindProperty]
    public string? OwnDeadline { get; set; }

    public CascadePlace Place => place;
    public Delivery Delivery => place.Delivery!;

    /// <summary>When somebody reached now can next do something.</summary>
    public DateTimeOffset? NextUsable { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, string office)
    {
        if (!await ReadAsync(id, office))
            return NotFound();
        OwnDate = texts.Date(ThaiDate.BangkokDate(place.Now));
        return Page();
    }

    public Task<IActionResult> OnPostReceiveAsync(string id, string office) => DoAsync(id, office,
        () => hops.ReceiveAsync(id, office, new ReceiptForm(ReceiveNumber ?? "", ReceivedAt()), current.Actor),
        texts["ลงรับแล้ว", "The receipt is registered."]);

    public Task<IActionResult> OnPostReissueAsync(string id, string office) => DoAsync(id, office, () =>
    {
        if (!ThaiDate.TryParse(OwnDate, out var date))
            throw new RefusedException("own-date", "อ่านวันที่ไม่ได้ พิมพ์เช่น 6/11/2566", "Not a date; type 6/11/2566.");
        return hops.ReissueAsync(id, office, new ReissueForm(OwnNumber ?? "", date, Deadline()), current.Actor);
    }, texts["แจ้งต่อแล้ว หน่วยงานถัดไปได้รับหนังสือแล้ว", "It is passed on; the next offices and units have it."]);

    public Task<IActionResult> OnPostShortenAsync(string id, string office) => DoAsync(id, office,
        () => hops.ShortenAsync(id, office, Deadline() ?? throw Unreadable(), current.Actor),
        texts["กำหนดของหน่วยงานเปลี่ยนแล้ว", "Your own deadline holds from now on."]);

    DateTimeOffset? ReceivedAt()
    {
        if (string.IsNullOrWhiteSpace(ReceivedDate) && string.IsNullOrWhiteSpace(ReceivedTime))
            return null;
        return ThaiDate.TryParse(ReceivedDate, out var date) && RegisterForm.ReadTime(ReceivedTime) is { } time
            ? ThaiDate.At(date, time)
            : throw new RefusedException("received-at", "อ่านวันเวลาที่รับไม่ได้ พิมพ์เช่น 6/11/2566 และ 13.45",
                "The date and time can't be read; type 6/11/2566 and 13:45.");
    }

    DateTimeOffset? Deadline() => string.IsNullOrWhiteSpace(OwnDeadline) ? null
        : ThaiDate.TryParse(OwnDeadline, out var date) ? ThaiDate.EndOfDay(date) : throw Unreadable();

    static RefusedException Unreadable() => new("own-deadline",
        "อ่านกำหนดไม่ได้ พิมพ์เช่น 6/11/2566", "The deadline can't be read; type 6/11/2566.");

    async Task<IActionResult> DoAsync(string id, string office, Func<Task> verb, string said)
    {
        if (!await ReadAsync(id, office))
            return NotFound();
        try
        {
            await verb();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch
            {
                "receive-number" => nameof(ReceiveNumber),
                "received-at" => nameof(ReceivedDate),
                "own-number" => nameof(OwnNumber),
                "own-date" => nameof(OwnDate),
                "own-deadline" => nameof(OwnDeadline),
                _ => "",
            }, texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect($"/cascade/{id}/letter/{office}");
    }

    async Task<bool> ReadAsync(string id, string office)
    {
        if (!await place.ReadAsync(id, office) || place.Delivery is null)
            return false;
        NextUsable = Arrival.NextUsable(calendar.Current, place.Now, Delivery.ShownAt,
            await CircularDates.AllAsync(database, place.Sending.CircularId));
        return true;
    }
}
