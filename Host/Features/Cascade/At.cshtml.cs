using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>
/// The cockpit of a province or district: its units in four colours, who has it now and since when, whom to call, and a reminder
/// in one's own words to all who still owe.
/// </summary>
public sealed class AtModel(
    CascadePlace place, Chasing chasing, Database database, OfficeCalendar calendar, CurrentActor current, Texts texts)
        : PageModel
{
    const int PageSize = 40;

    /// <summary>Only units in this state.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public string FormKey { get; set; } = Guid.NewGuid().ToString("N");

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Whom { get; set; }

    public CascadePlace Place => place;
    public ProgressTable Districts { get; private set; } = null!;
    public IReadOnlyList<UnitProgress> Units { get; private set; } = [];
    public IReadOnlyList<UnitProgress> Rows { get; private set; } = [];
    public IReadOnlyList<ChasingRow> Log { get; private set; } = [];
    public string? Next { get; private set; }
    public string? First => After is null ? null : Address(null);

    public async Task<IActionResult> OnGetAsync(string id, string office)
    {
        if (!await place.ReadAsync(id, office))
            return NotFound();
        await ShowAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostRemindAsync(string id, string office)
    {
        if (!await place.ReadAsync(id, office))
            return NotFound();
        try
        {
            var people = await chasing.RemindAsync(
                new ReminderForm(FormKey, id, office, string.IsNullOrEmpty(Whom) ? null : Whom, Words ?? ""), current.Actor);
            TempData.Say("success", texts[$"ส่งคำเตือนถึง {people} คนแล้ว คนละหนึ่งฉบับ",
                $"A reminder goes to {people} people, one mail each."]);
            return Redirect($"/cascade/{id}/at/{office}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code == "words" ? nameof(Words) : "", texts[refusal.Thai, refusal.English]);
            await ShowAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    /// <summary>Working days since it lies there; null when nobody has it.</summary>
    public int? WaitingDays(UnitProgress unit) => unit.WaitsSince is { } since
        ? calendar.Current.WorkingDaysBetween(ThaiDate.BangkokDate(since), ThaiDate.BangkokDate(place.Now)) : null;

    /// <summary>The units by the office that passes it on to them; straight from here first.</summary>
    public IEnumerable<IGrouping<string?, UnitProgress>> ByOffice => Units.GroupBy(unit => unit.FromCode)
        .OrderBy(group => group.Key == place.Office.Code ? "" : group.Key, StringComparer.Ordinal);

    public string OfficeName(string? code) => Districts.Lines.FirstOrDefault(line => line.Place.Code == code)?.Place is { } found
        ? texts[found.NameTh, found.NameEn] : texts[place.Office.NameTh, place.Office.NameEn];

    async Task ShowAsync()
    {
        Units = await place.UnitsAsync();
        Districts = ProgressTable.From(
            await UnitProgress.CountAsync(database, place.Sending.Id, place.Office.Path, "district", place.Now));
        var rows = Units.Where(unit => (string.IsNullOrEmpty(State) || unit.State == State)
            && string.CompareOrdinal(unit.Code, After ?? "") > 0).Take(PageSize + 1).ToList();
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Address(Rows[^1].Code) : null;
        Log = await database.QueryAsync<ChasingRow>(
            """
            select c.*, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_name from chasings c
            join people p on p.id = c.by_person
            where c.sending_id = @Id and c.organisation_code = @Code order by c.at desc limit 10
            """, new { place.Sending.Id, place.Office.Code });
    }

    string Address(string? after) => $"/cascade/{place.Sending.Id}/at/{place.Office.Code}"
        + QueryString.Create(new Dictionary<string, string?> { ["state"] = State, ["after"] = after }.Where(pair =>
            !string.IsNullOrEmpty(pair.Value)));
}
