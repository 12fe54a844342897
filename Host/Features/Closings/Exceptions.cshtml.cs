using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Closings;

/// <summary>The way past a cut-off of a circular: an organisation asks with a reason, the agency decides (as C-05).</summary>
public sealed class ExceptionsModel(
    Database database, ExceptionDesk desk, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    const int OnAPage = 50;
    const string Order = "(case when e.decided_at is null then 0 else 1 end)";

    /// <summary>The last of the page before: 0 for one to be decided or 1, a bar, and its id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public string? DecisionReason { get; set; }

    public CircularFacts Facts { get; private set; } = null!;

    public bool MayDecide { get; private set; }

    /// <summary>What is closed for good now, and has no way of its own.</summary>
    public IReadOnlyList<Window> Closed { get; private set; } = [];

    /// <summary>For whom this person may ask.</summary>
    public IReadOnlyList<Organisation> Own { get; private set; } = [];

    /// <summary>The agency sees all, an organisation its own; undecided first.</summary>
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>The page of this circular.</summary>
    public string Address => $"/circulars/{Uri.EscapeDataString(Facts.Id)}/exceptions";

    public string? Next => Rows.Count < OnAPage ? null
        : PageAddress.Of(Address, ("after", $"{(Rows[^1].Decision is null ? 0 : 1)}|{Rows[^1].Id}"));

    public async Task<IActionResult> OnGetAsync(string circular) => await ReadAsync(circular) ? Page() : NotFound();

    public Task<IActionResult> OnPostAskAsync(string circular) => DoAsync(circular, async () =>
    {
        await desk.AskAsync(circular, Key ?? "", Organisation ?? (Own is [var only] ? only.Code : ""), What ?? "", Reason ?? "",
            current.Actor);
        return texts["ส่งคำขอยกเว้นแล้ว ผลแจ้งทางอีเมล", "Sent; the decision comes by mail"];
    });

    public Task<IActionResult> OnPostDecideAsync(string circular, string decision) => DoAsync(circular, async () =>
    {
        var isGrant = decision == LateAction.Granted;
        await desk.DecideAsync(Id ?? "", isGrant ? LateAction.Granted : LateAction.Declined,
            ThaiDate.TryParse(Until, out var day) ? day : null, DecisionReason ?? "", current.Actor);
        return isGrant ? texts["อนุญาตแล้ว แจ้งหน่วยงานแล้ว", "Granted; the organisation has been told"]
            : texts["ไม่อนุญาต แจ้งหน่วยงานแล้ว", "Declined; the organisation has been told"];
    });

    async Task<IActionResult> DoAsync(string circular, Func<Task<string>> deed)
    {
        if (!await ReadAsync(circular))
            return NotFound();
        try
        {
            TempData.Say("success", await deed());
            return Redirect(Address);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch { "what" => nameof(What), "reason" => nameof(Reason), _ => "" },
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ReadAsync(string circular)
    {
        if (ShippedData.Circulars().FirstOrDefault(one => one.Id == circular) is not { } facts)
            return false;
        Facts = facts;
        var now = clock.GetUtcNow();
        MayDecide = await desk.MayDecideAsync(circular, current.Actor);
        Closed = [.. (await database.QueryAsync<Window>(
            "select * from windows where circular_id = @circular and cancelled_at is null order by closed_from, id",
            new { circular }))
            .Where(window => window.ClosedUntil is null && window.IsClosedAt(now))];
        var mine = current.Actor.Memberships.Where(membership =>
            membership.Role is Role.Officer or Role.Clerk or Role.Executive or Role.Coordinator)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        Own = mine.Count == 0 ? [] : await database.QueryAsync<Organisation>(
            "select * from organisations where code in @mine order by code", new { mine });
        var seesAll = MayDecide || current.Actor.Is(Role.Auditor) || current.Actor.Is(Role.Operator);
        Rows = seesAll || mine.Count > 0 ? await RowsAsync(circular, seesAll, mine) : [];
        return true;
    }

    Task<IReadOnlyList<Row>> RowsAsync(string circular, bool seesAll, List<string> mine)
    {
        var (decided, id) = After?.Split('|') is [("0" or "1") and var order, var last] ? (order == "1" ? 1 : 0, last) : (-1, "");
        return database.QueryAsync<Row>(
            $"""
            select e.*, o.name_th as organisation_th, o.name_en as organisation_en,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as asker_th
            from exceptions e join organisations o on o.code = e.organisation_code join people p on p.id = e.asked_by
            where e.circular_id = @circular and {Order} >= @decided and ({Order} > @decided or e.id < @id)
                {(seesAll ? "" : "and e.organisation_code in @mine")}
            order by {Order}, e.id desc limit @OnAPage
            """, new { circular, mine, decided, id, OnAPage });
    }

    /// <summary>An exception with the names that belong to it.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string WindowKey { get; init; } = "";
        public string What { get; init; } = "";
        public string Reason { get; init; } = "";
        public DateTimeOffset AskedAt { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public string? Decision { get; init; }
        public string? DecisionReason { get; init; }
        public DateTimeOffset? GrantedUntil { get; init; }
        public DateTimeOffset? UsedAt { get; init; }
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";
        public string AskerTh { get; init; } = "";
    }
}
