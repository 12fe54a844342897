using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>The appointment orders there are, and compiling the next (E-04).</summary>
public sealed class OrdersModel(Database database, OrderDesk desk, CurrentActor current, Texts texts) : PageModel
{
    public IReadOnlyList<Row> Orders { get; private set; } = [];

    public long Waiting { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayLook)
            return Forbid();
        await ReadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!MayLook)
            return Forbid();
        try
        {
            return Redirect($"/rollout/orders/{await desk.CompileAsync(current.Actor)}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    bool MayLook => current.Actor.Is(Role.Finance) || current.Actor.Is(Role.Auditor);

    async Task ReadAsync()
    {
        Orders = await database.QueryAsync<Row>(
            """
            select o.id, o.kind, o.number, o.order_date, o.compiled_at, o.signed_at,
                (select count(*) from appointment_rows r where r.order_id = o.id) as rows
            from appointment_orders o order by o.compiled_at desc, o.id
            """);
        Waiting = await database.FirstAsync<long>(
            """
            select (select count(*) from roster_lines where accepted_at is not null and order_id is null and removed_at is null)
                + (select count(*) from roster_lines
                    where removed_at is not null and order_id is not null and revoking_order_id is null)
            """);
    }

    /// <summary>An order in a list.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Number { get; init; }
        public DateOnly? OrderDate { get; init; }
        public DateTimeOffset CompiledAt { get; init; }
        public DateTimeOffset? SignedAt { get; init; }
        public long Rows { get; init; }
    }
}
