using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>One unit of a sending: how far it is, who has it now, whom to call, and what was said so far.</summary>
public sealed class UnitModel(
    CascadePlace place, Chasing chasing, Database database, OfficeCalendar calendar, CurrentActor current, Texts texts)
        : PageModel
{
    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string Kind { get; set; } = Chasing.Call;

    public CascadePlace Place => place;
    public UnitProgress Unit { get; private set; } = null!;
    public IReadOnlyList<ChasingRow> Log { get; private set; } = [];
    public IReadOnlyList<ContactRow> People { get; private set; } = [];

    /// <summary>The visitor's own office above the unit; null for who may only look.</summary>
    public string? Office { get; private set; }

    public int? WaitingDays => Unit.WaitsSince is { } since
        ? calendar.Current.WorkingDaysBetween(ThaiDate.BangkokDate(since), ThaiDate.BangkokDate(place.Now)) : null;

    public async Task<IActionResult> OnGetAsync(string id, string unit) => await ReadAsync(id, unit) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, string unit)
    {
        if (!await ReadAsync(id, unit) || Office is null)
            return NotFound();
        try
        {
            await chasing.KeepAsync(id, Office, unit, Kind, Words ?? "", current.Actor);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code == "words" ? nameof(Words) : "", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", texts["บันทึกแล้ว", "It is kept."]);
        return Redirect($"/cascade/{id}/unit/{unit}");
    }

    async Task<bool> ReadAsync(string id, string unit)
    {
        if (!await place.ReadAsync(id, unit)
            || (await place.UnitsAsync()).FirstOrDefault(one => one.Code == unit) is not { } found)
            return false;
        Unit = found;
        Office = current.Actor.Memberships.FirstOrDefault(membership =>
            membership.Role is Role.Coordinator or Role.Clerk or Role.Executive
            && membership.OrganisationCode != unit && found.Path.StartsWith(membership.Path,
                StringComparison.Ordinal))?.OrganisationCode;
        // What offices say of a unit is theirs; the unit itself doesn't read it.
        Log = Office is null && !current.Actor.SeesTheCountry ? [] : await database.QueryAsync<ChasingRow>(
            """
            select c.*, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_name from chasings c
            join people p on p.id = c.by_person
            where c.sending_id = @id and c.organisation_code = @unit order by c.at desc limit 50
            """, new { id, unit });
        People = await ContactRow.OfAsync(database, [unit], place.Now);
        return true;
    }
}
