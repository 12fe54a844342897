using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>
/// The tasks of the country by their deadlines: what is late, what ends today, in the next seven days, and after.
/// </summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class DeadlinesModel(Database database, CurrentActor current, TimeProvider clock) : PageModel
{
    public const string Late = "late";
    public const string Today = "today";
    public const string Week = "week";
    public const string Later = "later";

    const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string When { get; set; } = Late;

    /// <summary>The last row of the page before: "instant|id".</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public Counts Numbers { get; private set; } = new();

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Circulars that are withdrawn: none of their requests goes on.</summary>
    public IReadOnlyList<Withdrawn> Withdrawals { get; private set; } = [];

    /// <summary>Circulars that stand still, or whose deadlines are being moved after that.</summary>
    public IReadOnlyList<CircularPause> Pauses { get; private set; } = [];

    public IReadOnlyList<string> Circulars { get; private set; } = [];

    public bool MayRehearse => current.Actor.Is(Role.Operator);

    public string? Next => Rows.Count < PageSize ? null
        : $"/operations/deadlines?when={When}&after={Uri.EscapeDataString($"{Rows[^1].DueAt:O}|{Rows[^1].TaskId}")}";

    public async Task OnGetAsync()
    {
        var (tonight, weekEnd) = (
            ThaiDate.EndOfDay(ThaiDate.BangkokDate(Now)), ThaiDate.EndOfDay(ThaiDate.BangkokDate(Now).AddDays(7)));
        Numbers = (await database.FirstAsync<Counts>(
            """
            select (select count(*) from tasks where closed_at is null and due_at <= @Now) as late,
                (select count(*) from tasks where closed_at is null and due_at > @Now and due_at <= @tonight) as today,
                (select count(*) from tasks where closed_at is null and due_at > @tonight and due_at <= @weekEnd) as week,
                (select count(*) from tasks where closed_at is null and due_at > @weekEnd) as later,
                (select count(*) from bookmarks where due_at > @Now and due_at <= @tonight) as fires_today,
                (select count(*) from bookmarks where due_at > @Now and due_at <= @weekEnd) as fires_this_week,
                (select count(*) from bookmarks where due_at <= @Now) as fires_late
            """, new { Now, tonight, weekEnd }))!;
        Withdrawals = await database.QueryAsync<Withdrawn>(
            "select id, withdrawn_at, withdrawn_reason from circulars where withdrawn_at is not null order by id");
        Pauses = await CircularPause.UnderWayAsync(database);
        Circulars = await database.QueryAsync<string>("select id from circulars order by id");
        var (from, to) = When switch
        {
            Today => (Now, tonight),
            Week => (tonight, weekEnd),
            Later => (weekEnd, DateTimeOffset.MaxValue),
            _ => (DateTimeOffset.MinValue, Now),
        };
        var (at, id) = After?.Split('|') is [var instant, var task] && DateTimeOffset.TryParse(instant, out var parsed)
            ? (parsed, task) : (from, "");
        Rows = await database.QueryAsync<Row>(
            """
            select t.id as task_id, t.kind, t.title_th, t.title_en, t.due_at, d.id as deadline_id, d.stated_by, d.rule_id,
                q.id as request_id, q.reference, o.name_th, o.name_en,
                (select count(*) from deadline_moves v where v.deadline_id = d.id) as moves
            from tasks t left join deadlines d on d.task_id = t.id and d.state <> 'void'
            left join requests q on q.id = t.request_id left join rights r on r.id = t.right_id
            join organisations o on o.code = coalesce(q.organisation_code, r.organisation_code, t.about_code, t.organisation_code)
            where t.closed_at is null and t.due_at > @from and t.due_at <= @to
                and (t.due_at > @at or (t.due_at = @at and t.id > @id))
            order by t.due_at, t.id limit @PageSize
            """, new { from, to, at, id, PageSize });
    }

    /// <summary>How many there are of each.</summary>
    public sealed class Counts
    {
        public long Late { get; init; }
        public long Today { get; init; }
        public long Week { get; init; }
        public long Later { get; init; }

        /// <summary>Timers: reminders, deadlines and what else the clock wakes.</summary>
        public long FiresToday { get; init; }

        public long FiresThisWeek { get; init; }

        /// <summary>Due and not done yet.</summary>
        public long FiresLate { get; init; }
    }

    /// <summary>A circular that holds no more.</summary>
    public sealed class Withdrawn
    {
        public string Id { get; init; } = "";
        public DateTimeOffset WithdrawnAt { get; init; }
        public string? WithdrawnReason { get; init; }
    }

    /// <summary>An open task with its deadline.</summary>
    public sealed class Row
    {
        public string TaskId { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? TitleTh { get; init; }
        public string? TitleEn { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public string? DeadlineId { get; init; }
        public string? RequestId { get; init; }
        public string? Reference { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string? RuleId { get; init; }
        public long Moves { get; init; }
    }
}
