using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>Registers the signed-in person for e-bill (E-05), matched by the citizen id they type.</summary>
public sealed class RegisterModel(Database database, Registration registration, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Citizen { get; set; }

    /// <summary>The offices of the provinces in which this person works.</summary>
    public IReadOnlyList<Office> Offices { get; private set; } = [];

    public IReadOnlyList<RosterLine> Mine { get; private set; } = [];

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await ReadAsync();
        try
        {
            if (Offices.All(office => office.Code != Office))
                throw new RefusedException("office", "โปรดเลือกหน่วยงาน", "Choose your office.");
            var state = await registration.RegisterAsync(Office!, Citizen, current.Actor);
            TempData.Say("success", state == "registered"
                ? texts["ลงทะเบียนแล้ว ใช้ระบบได้ทันที", "Registered; you may use the system now"]
                : texts["ลงทะเบียนแล้ว ใช้ระบบได้เมื่อคำสั่งมอบหมายลงนาม",
                    "Registered; you may use the system once the order is signed"]);
            return Redirect("/rollout/register");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch { "citizen-id" => nameof(Citizen), "office" => nameof(Office), _ => "" },
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task ReadAsync()
    {
        var provinces = current.Actor.Memberships
            .Select(membership => membership.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
                .Where(path => path.Length > 1)
            .Select(path => path[1]).Distinct().ToList();
        var offices = new List<Office>();
        foreach (var province in provinces)
            offices.AddRange(await Activities.Rollout.Office.OfProvinceAsync(database, province));
        Offices = offices;
        Mine = await database.QueryAsync<RosterLine>(
            "select * from roster_lines where person_id = @PersonId and removed_at is null order by registered_at",
                new { current.Actor.PersonId });
    }
}
