using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Closings;

/// <summary>When the systems and menus of a circular are closed (B-06, C-04); its agency and operators change it here.</summary>
public sealed class IndexModel(
    Database database, WindowDesk desk, OfficeCalendar calendar, CurrentActor current, TimeProvider clock, Texts texts)
        : PageModel
{
    public CircularFacts Facts { get; private set; } = null!;

    public IReadOnlyList<WindowRow> Rows { get; private set; } = [];

    public bool MayChange { get; private set; }

    public DateTimeOffset Now { get; private set; }

    [BindProperty(SupportsGet = true)]
    public bool Add { get; set; }

    /// <summary>The window to change.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public WindowInput Input { get; set; } = new();

    public bool HasForm => MayChange && (Add || Edit is not null || !ModelState.IsValid);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        if (Edit is not null && Rows.FirstOrDefault(row => row.Window.Id == Edit) is { } edited)
            Input = WindowInput.Of(edited.Window);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        if (Input.Read(ModelState, texts) is not { } form || !ModelState.IsValid)
            return Again();
        return await DoAsync(id, () => Edit is null
            ? desk.AddAsync(id, Input.Key ?? "", form, current.Actor)
            : desk.ChangeAsync(Edit, form, current.Actor), texts["บันทึกช่วงปิดแล้ว", "The window is stored"]);
    }

    public async Task<IActionResult> OnPostCancelAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        ModelState.Clear();
        return await DoAsync(id, () => desk.CancelAsync(Edit ?? "", current.Actor), texts["ยกเลิกช่วงปิดแล้ว",
            "The window is taken back"]);
    }

    public (string Tone, string Words) StateOf(Window window) =>
        window.CancelledAt is not null ? ("off", texts["ยกเลิกแล้ว", "taken back"])
        : window.IsClosedAt(Now) ? ("bad", texts["ปิดอยู่", "closed now"])
        : window.ClosedFrom > Now ? ("wait", texts["ยังไม่ถึง", "to come"])
        : ("good", texts["เปิดแล้ว", "open again"]);

    public string HoursLeft(Window window) =>
        ((int)calendar.Current.WorkingHoursBetween(Now, window.ClosedFrom).TotalHours).ToString(CultureInfo.InvariantCulture);

    async Task<IActionResult> DoAsync(string id, Func<Task> deed, string said)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(WindowInput.FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return Again();
        }
        TempData.Say("success", said);
        return Redirect($"/circulars/{id}/windows");
    }

    static PageResult Again() => new() { StatusCode = StatusCodes.Status400BadRequest };

    async Task<bool> ReadAsync(string id)
    {
        if (await StoredCircular.FindAsync(database, id) is not { } facts)
            return false;
        (Facts, Now) = (facts, clock.GetUtcNow());
        MayChange = await desk.MayAsync(id, current.Actor);
        Rows = await WindowRow.OfAsync(database, id);
        return true;
    }
}
