using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>How far a migration is, with its buttons: begin, stop, go on, take back.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class MigrationModel(
    MigrationDesk desk, Database database, CurrentActor current, Texts texts) : PageModel
{
    const int PageSize = 50;

    /// <summary>How many are moved before it pauses; empty: all.</summary>
    [BindProperty]
    public int? Batch { get; set; } = 10;

    [BindProperty]
    public int MostFailures { get; set; }

    [BindProperty]
    public bool StopAtIncident { get; set; } = true;

    public StoredPlan Plan { get; private set; } = null!;
    public string PlannedBy { get; private set; } = "";
    public string? StartedBy { get; private set; }
    public IReadOnlyDictionary<string, long> Counts { get; private set; } = new Dictionary<string, long>();
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public string? Next { get; private set; }
    public bool MayApply => current.Actor.Is(Role.Operator);
    public bool MayStop => MayApply || current.Actor.Is(Role.Designer);

    public async Task<IActionResult> OnGetAsync(string id, string plan, string? after) =>
        await ReadAsync(id, plan, after) ? Page() : NotFound();

    public Task<IActionResult> OnPostStartAsync(string id, string plan) => DoAsync(id, plan,
        () => desk.StartAsync(plan, new StopRule(Batch, MostFailures, StopAtIncident), current.Actor),
        texts["เริ่มย้ายแล้ว โหลดหน้านี้ใหม่เพื่อดูความคืบหน้า", "It has begun. Load this page again to see how far it is."]);

    public Task<IActionResult> OnPostStopAsync(string id, string plan) => DoAsync(id, plan,
        () => desk.StopAsync(plan, current.Actor), texts["สั่งหยุดแล้ว", "It stops."]);

    public Task<IActionResult> OnPostBackAsync(string id, string plan) => DoAsync(id, plan,
        () => desk.RollBackAsync(plan, current.Actor),
        texts["เริ่มย้อนกลับแล้ว เรื่องที่มีผู้ตอบหลังย้ายจะอยู่ฉบับใหม่ต่อไป",
            "It goes back. What somebody acted on since stays with the new version."]);

    async Task<IActionResult> DoAsync(string id, string plan, Func<Task> verb, string words)
    {
        if (!await ReadAsync(id, plan, after: null))
            return NotFound();
        try
        {
            if (!ModelState.IsValid)
                throw new RefusedException("not-a-number", "จำนวนต้องเป็นตัวเลข", "A number is needed.");
            await verb();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", words);
        return Redirect($"/designer/{Uri.EscapeDataString(id)}/migrations/{plan}");
    }

    async Task<bool> ReadAsync(string id, string plan, string? after)
    {
        if (await database.FirstAsync<StoredPlan>(
            "select * from migration_plans where id = @plan and definition_id = @id", new { plan, id }) is not { } found)
            return false;
        Plan = found;
        PlannedBy = await NameAsync(found.CreatedBy);
        StartedBy = found.StartedBy is { } starter ? await NameAsync(starter) : null;
        Counts = (await database.QueryAsync<CountRow>(
            "select state, count(*) as number from instance_migrations where plan_id = @plan group by state", new { plan }))
            .ToDictionary(row => row.State, row => row.Number);
        Rows = await database.QueryAsync<Row>(
            """
            select m.instance_id, m.state, m.at, m.reason_th, m.reason_en, r.reference from instance_migrations m
            left join requests r on r.instance_id = m.instance_id
            where m.plan_id = @plan and m.instance_id > @after order by m.instance_id limit @PageSize
            """, new { plan, after = after ?? "", PageSize });
        Next = Rows.Count == PageSize ? Rows[^1].InstanceId : null;
        return true;
    }

    async Task<string> NameAsync(string id) => await database.FirstAsync<Person>(
        "select * from people where id = @id", new { id }) is { } person ? texts.Name(person) : id;

    /// <summary>An instance of the plan.</summary>
    public sealed class Row
    {
        public string InstanceId { get; init; } = "";
        public string State { get; init; } = "";
        public DateTimeOffset? At { get; init; }
        public string? ReasonTh { get; init; }
        public string? ReasonEn { get; init; }
        public string? Reference { get; init; }
    }

    sealed class CountRow
    {
        public string State { get; init; } = "";
        public long Number { get; init; }
    }
}
