using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>The requests a visitor may look at, newest first, page by page.</summary>
public sealed class IndexModel(
    Database database, Drafts drafts, RequestSearch search, CurrentActor current, OfficeCalendar calendar, TimeProvider clock,
    Texts texts) : PageModel
{
    const int PageSize = 25;
    const string Open = "open";
    const string Closed = "closed";

    [BindProperty(SupportsGet = true)]
    public string? Stage { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public bool MayFile => current.Actor.Memberships.Any(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive);

    public bool SeesOthers => current.Actor.SeesTheCountry || current.Actor.Is(Role.Coordinator);

    public static IReadOnlyList<string> Stages { get; } =
    [
        RequestStage.WaitingRevoke, RequestStage.WaitingProof, RequestStage.WaitingLetter, RequestStage.SentBack, RequestStage.InReview,
        RequestStage.WithDirector, RequestStage.WithAdmin, RequestStage.WithProvince, RequestStage.WaitingOpening, RequestStage.WaitingCheck, RequestStage.OfficerLeft, RequestStage.Granted, RequestStage.Confirmed, RequestStage.Rejected, RequestStage.Withdrawn, RequestStage.Kept, RequestStage.Left,
    ];

    /// <summary>What the visitor's organisations have written down and not sent; on the first page only.</summary>
    public IReadOnlyList<DraftRow> Drafts { get; private set; } = [];

    public Task OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostSendAsync(string draft)
    {
        try
        {
            var filed = await drafts.SendAsync(draft, current.Actor);
            TempData.Say("success", texts["ยื่นคำขอแล้ว", "The request is filed."]);
            return Redirect($"/requests/{filed.RequestId}");
        }
        catch (RefusedException refused)
        {
            return await AgainAsync(refused);
        }
    }

    public async Task<IActionResult> OnPostDeleteAsync(string draft)
    {
        try
        {
            await drafts.DeleteAsync(draft, current.Actor);
            TempData.Say("success", texts["ลบร่างแล้ว", "The draft is deleted."]);
            return Redirect("/requests");
        }
        catch (RefusedException refused)
        {
            return await AgainAsync(refused);
        }
    }

    async Task<IActionResult> AgainAsync(RefusedException refused)
    {
        ModelState.AddModelError("", texts[refused.Thai, refused.English]);
        await ShowAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ShowAsync()
    {
        if (After is null && MayFile)
            Drafts = await DraftRow.OfAsync(database, await drafts.OfAsync(current.Actor));
        var arguments = new Dictionary<string, object?> { ["limit"] = PageSize + 1 };
        var conditions = await ConditionsAsync(arguments);
        var rows = await database.QueryAsync<Row>(
            $"""
            select r.id, r.reference, r.kind, r.system, r.seat, r.stage, r.filed_at, r.closed_at,
                o.name_th as organisation_th, o.name_en as organisation_en,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en,
                t.opened_at, t.due_at, h.short_name_th as with_th, h.name_en as with_en
            from requests r join organisations o on o.code = r.organisation_code join people p on p.id = r.person_id
            left join tasks t on t.request_id = r.id and t.closed_at is null
            left join organisations h on h.code = t.organisation_code
            where {conditions}
            order by r.id desc limit @limit
            """, arguments);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Address(Rows[^1].Id) : null;
    }

    public string? First => After is null ? null : Address(null);

    /// <summary>Working days since it came to whoever has it now.</summary>
    public int Waiting(Row row) => calendar.Current.WorkingDaysBetween(
        ThaiDate.BangkokDate(row.OpenedAt ?? row.FiledAt), ThaiDate.BangkokDate(clock.GetUtcNow()));

    public bool IsLate(Row row) => row.DueAt < clock.GetUtcNow();

    async Task<string> ConditionsAsync(Dictionary<string, object?> arguments)
    {
        List<string> all = [InScope.Where(current.Actor, "o.path", arguments)];
        if (After is not null)
            Add("r.id < @after", "after", After);
        if (Stage is Open or Closed)
            all.Add(Stage == Open ? "r.closed_at is null" : "r.closed_at is not null");
        else if (!string.IsNullOrEmpty(Stage))
            Add("r.stage = @stage", "stage", Stage);
        if (!string.IsNullOrWhiteSpace(Q))
            all.Add(await search.ConditionAsync(Q, arguments));
        return string.Join(" and ", all);

        void Add(string condition, string name, string value)
        {
            all.Add(condition);
            arguments[name] = value;
        }
    }

    string Address(string? after) => PageAddress.Of("/requests", ("stage", Stage), ("q", Q), ("after", after));

    /// <summary>A line of the list.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string Reference { get; init; } = "";
        public string Kind { get; init; } = "";
        public string System { get; init; } = "";
        public long Seat { get; init; }
        public string Stage { get; init; } = "";
        public DateTimeOffset FiledAt { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";
        public string PersonTh { get; init; } = "";
        public string PersonEn { get; init; } = "";
        public DateTimeOffset? OpenedAt { get; init; }
        public DateTimeOffset? DueAt { get; init; }
        public string? WithTh { get; init; }
        public string? WithEn { get; init; }
    }
}
