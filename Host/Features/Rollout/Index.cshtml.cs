using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>Circular E: every province that somebody may see, with how far its offices have come.</summary>
public sealed class IndexModel(
    Database database, WorkflowRuntime runtime, CurrentActor current, TimeProvider clock, Texts texts,
        IHostEnvironment environment)
    : PageModel
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Registrations that wait for somebody's eyes (T102).</summary>
    public long IdentitiesOpen { get; private set; }

    public bool MakesOrders => current.Actor.Is(Role.Finance);

    public bool MayPurge => MakesOrders || current.Actor.Is(Role.Operator);

    /// <summary>In Development, who makes the orders may start the demo.</summary>
    public bool MayStartDemo => MakesOrders && environment.IsDevelopment() && Rows.All(row => row.People == 0);

    public async Task<IActionResult> OnPostDemoAsync()
    {
        if (!MakesOrders || !environment.IsDevelopment())
            return NotFound();
        TempData.Say("success", await DemoCirculars.StartAsync(database, runtime, clock)
            ? texts["เริ่มหนังสือเวียน D และ E ในจังหวัดตัวอย่างแล้ว วันนี้คือ “22 มิถุนายน” ของหนังสือ E",
                "Circulars D and E have begun in the sample province; today is E's 22 June"]
            : texts["เริ่มไปก่อนแล้ว", "They began before"]);
        return Redirect("/rollout");
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!current.Actor.SeesTheCountry)
            return current.Actor.Memberships.FirstOrDefault(membership => membership.Role == Role.Coordinator) is { } own
                ? Redirect($"/rollout/{own.OrganisationCode}")
                : Redirect("/rollout/register");
        IdentitiesOpen = MakesOrders ? await database.FirstAsync<long>(
            "select count(*) from roster_lines where identity_open is not null and removed_at is null") : 0;
        Rows = await database.QueryAsync<Row>(
            """
            select p.code, p.name_th, p.name_en,
                (select count(*) from organisations d where d.parent_code = p.code and d.type = 'district') + 1 as offices,
                count(distinct l.office_code) as named, count(l.id) as people, count(l.sent_at) as sent,
                count(l.order_id) as appointed, count(l.right_from) as registered
            from organisations p left join roster_lines l on l.province_code = p.code and l.removed_at is null
            where p.type = 'province' group by p.code, p.name_th, p.name_en order by p.code
            """);
        return Page();
    }

    /// <summary>A province in numbers.</summary>
    public sealed class Row
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Offices { get; init; }
        public long Named { get; init; }
        public long People { get; init; }
        public long Sent { get; init; }
        public long Appointed { get; init; }
        public long Registered { get; init; }
    }
}
