using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Duties;

/// <summary>The province's analysts and their districts (D-11, T25): saved only when every district is covered exactly
/// once.</summary>
public sealed class AnalystsModel(Database database, AnalystMap map, CurrentActor current, TimeProvider clock, Texts texts)
    : PageModel
{
    /// <summary>The analyst of each area, by its code.</summary>
    [BindProperty]
    public Dictionary<string, string?> Of { get; set; } = [];

    public Organisation Province { get; private set; } = null!;

    public IReadOnlyList<Organisation> Districts { get; private set; } = [];

    public IReadOnlyList<Person> Staff { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        Of = (await database.QueryAsync<Row>("select area, person_id from analyst_areas where province_code = @code",
            new { code }))
            .ToDictionary(row => row.Area, row => (string?)row.PersonId);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            await map.SaveAsync(code, [.. Of.Where(pair => !string.IsNullOrEmpty(pair.Value)).GroupBy(pair => pair.Value!)
                .Select(group => new AnalystSet(group.Key, [.. group.Select(pair => pair.Key)]))], current.Actor);
            TempData.Say("success", texts["บันทึกแล้ว ครอบคลุมทุกอำเภอ", "Saved; every district is covered"]);
            return Redirect($"/duties/{code}/analysts");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ReadAsync(string code)
    {
        if (current.Actor.In(code, Role.Coordinator) is null
            || await Organisation.FindAsync(database, code) is not { Type: OrganisationType.Province } province)
            return false;
        Province = province;
        Districts = await database.QueryAsync<Organisation>(
            "select * from organisations where parent_code = @code and type = 'district' order by code", new { code });
        Staff = await database.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.organisation_code = @code and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now) order by p.id
            """, new { code, now = clock.GetUtcNow() });
        return true;
    }

    sealed class Row
    {
        public string Area { get; init; } = "";
        public string PersonId { get; init; } = "";
    }
}
