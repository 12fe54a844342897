using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>The list of one local government: its own people mend it, the province checks it unit by unit (C-12).</summary>
public sealed class OfModel(
    Database database, UnitReading reading, ProvinceCheck check, CurrentActor current, TimeProvider clock, Texts texts)
        : PageModel
{
    const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The unit whose form was sent.</summary>
    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public UnitPlace Place { get; private set; } = null!;

    public IReadOnlyList<SubUnit> Units { get; private set; } = [];

    public IReadOnlyList<LateChange> Late { get; private set; } = [];

    public StatedDates? Dates { get; private set; }

    public string ShownByTh { get; private set; } = "";

    public string ShownByEn { get; private set; } = "";

    /// <summary>The province's open task about this list; null when the visitor can't answer it.</summary>
    public string? TaskId { get; private set; }

    public string? Next { get; private set; }

    public string? First => string.IsNullOrEmpty(After) ? null : $"/sub-units/of/{Place.Organisation.Code}";

    public async Task<IActionResult> OnGetAsync(string code) => await ReadAsync(code) ? Page() : NotFound();

    public Task<IActionResult> OnPostConfirmAsync(string code) => DoAsync(code, () => check.ConfirmAsync(Unit ?? "",
        current.Actor),
        texts["ยืนยันหน่วยงานแล้ว", "The unit is confirmed"]);

    public Task<IActionResult> OnPostDisputeAsync(string code) => DoAsync(code,
        () => check.DisputeAsync(Unit ?? "", Reason ?? "", current.Actor),
        texts["บันทึกการทักท้วงแล้ว อปท. เห็นเหตุผลในรายชื่อ", "The dispute is stored; the local government sees your reason"]);

    async Task<IActionResult> DoAsync(string code, Func<Task> deed, string said)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code == "reason" ? $"r-{Unit}" : "", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect($"/sub-units/of/{code}{(After is null ? "" : $"?after={Uri.EscapeDataString(After)}")}#u-{Unit}");
    }

    async Task<bool> ReadAsync(string code)
    {
        if (await reading.FindAsync(code) is not { } place)
            return false;
        Place = place;
        var units = await database.QueryAsync<SubUnit>(
            """
            select * from sub_units where organisation_code = @code and removed_at is null and code > @after
            order by code limit @limit
            """, new { code, after = After ?? "", limit = PageSize + 1 });
        Units = [.. units.Take(PageSize)];
        Next = units.Count > PageSize ? $"/sub-units/of/{code}?after={Uri.EscapeDataString(Units[^1].Code)}" : null;
        Late = await database.QueryAsync<LateChange>(
            "select * from late_changes where organisation_code = @code order by asked_at desc limit 20", new { code });
        await ReadCheckAsync(code);
        return true;
    }

    async Task ReadCheckAsync(string code)
    {
        Dates = await CircularDates.InForceAsync(database, SubUnitDesk.Circular, "C-12", code, clock.GetUtcNow());
        if (Dates is { } dates && await Organisation.FindAsync(database, dates.ShownBy) is { } by)
            (ShownByTh, ShownByEn) = (by.NameTh, by.NameEn);
        if (Place.IsProvince)
            TaskId = await database.FirstAsync<string>(
                """
                select t.id from tasks t join organisations p on p.code = t.organisation_code and p.type = 'province'
                where t.about_code = @code and t.rule_id = 'C-12' and t.closed_at is null
                """, new { code });
    }
}
