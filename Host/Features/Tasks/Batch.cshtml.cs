using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>
/// Several clean cases decided on one page: each letter opened first, and ten minutes to take any of them back. What has a
/// warning is decided by itself.
/// </summary>
public sealed class BatchModel(
    Inbox inbox, BatchCases cases, BatchDecisions decisions, Database database, CurrentActor current, OfficeCalendar calendar,
    TimeProvider clock, Texts texts) : PageModel
{
    const int PageSize = 25;

    static readonly string[] Kinds = [WorkTask.Review, WorkTask.Decide];

    /// <summary>"review" or "decide"; the first that waits when nothing is said.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public List<string> Chosen { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<BatchCase> Clean { get; private set; } = [];

    /// <summary>Those of this page that have to be decided by themselves.</summary>
    public IReadOnlyList<BatchCase> Doubtful { get; private set; } = [];

    public IReadOnlyList<HeldRow> Held { get; private set; } = [];

    public IReadOnlyList<Inbox.Count> Counts { get; private set; } = [];

    public string? Next { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public WorkingCalendar Calendar => calendar.Current;

    public bool NeedsCode => Clean.Any(one => one.NeedsCode);

    public Task OnGetAsync() => ReadAsync();

    /// <summary>Writes down that the letter is opened, and shows it.</summary>
    public async Task<IActionResult> OnPostOpenAsync(string task)
    {
        try
        {
            return Redirect($"/letters/{await decisions.OpenLetterAsync(task, current.Actor)}/file");
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(refusal);
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Reason?.Length > TaskModel.LongestText)
            return await AgainAsync(new("too-long", $"ข้อความยาวเกิน {TaskModel.LongestText} ตัวอักษร โปรดย่อ",
                $"Longer than {TaskModel.LongestText} characters; shorten it."));
        try
        {
            var (batch, needsCode) = await decisions.HoldAsync(Chosen, Reason ?? "", current.Actor);
            if (needsCode)
                return Redirect($"/tasks/batch/{batch}");
            TempData.Say("success", texts[
                $"บันทึกแล้ว {Chosen.Count} เรื่อง จะมีผลในอีก 10 นาที ระหว่างนี้ถอนคืนได้",
                $"{Chosen.Count} stored; they take effect in 10 minutes and can be taken back until then"]);
            return Redirect("/tasks/batch");
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(refusal);
        }
    }

    public async Task<IActionResult> OnPostBackAsync(string id)
    {
        try
        {
            await decisions.TakeBackAsync(id, current.Actor);
            TempData.Say("success", texts["ถอนคืนแล้ว เรื่องยังรอพิจารณาเหมือนเดิม", "Taken back; the case waits as before"]);
            return Redirect("/tasks/batch");
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(refusal);
        }
    }

    async Task<IActionResult> AgainAsync(RefusedException refusal)
    {
        ModelState.AddModelError(refusal.Code == "too-long" ? nameof(Reason) : "", texts[refusal.Thai, refusal.English]);
        await ReadAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync()
    {
        Now = clock.GetUtcNow();
        (var counts, Held) = await database.AskAsync(
            ask => inbox.CountsAsync(ask, current.Actor),
            ask => ask.QueryAsync<HeldRow>(HeldRow.Sql, new { current.Actor.PersonId, since = Now.AddHours(-12) }));
        Counts = [.. counts.Where(count => Kinds.Contains(count.Kind))];
        Kind = Kinds.Contains(Kind) ? Kind : Counts is [var first, ..] ? first.Kind : WorkTask.Review;
        var rows = await inbox.PageAsync(database, current.Actor, Kind, After, PageSize + 1);
        if (rows.Count > PageSize)
            Next = $"/tasks/batch?kind={Kind}&after={Uri.EscapeDataString(rows[PageSize - 1].Key)}";
        var found = new List<BatchCase>();
        foreach (var row in rows.Take(PageSize).Where(row => Held.All(held => !held.IsHeld || held.TaskId != row.Id)))
            if (await cases.FindAsync(row.Id, current.Actor) is { } one)
                found.Add(one);
        Clean = [.. found.Where(one => one.IsClean)];
        Doubtful = [.. found.Where(one => !one.IsClean)];
    }

    /// <summary>A decision of a batch: held, or what became of it in the last hours.</summary>
    public sealed class HeldRow
    {
        public string Id { get; init; } = "";
        public string TaskId { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Reference { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public DateTimeOffset EffectiveAt { get; init; }
        public DateTimeOffset? TakenBackAt { get; init; }
        public DateTimeOffset? DoneAt { get; init; }
        public string? Result { get; init; }
        public string? RefusalTh { get; init; }
        public string? RefusalEn { get; init; }

        public bool IsHeld => TakenBackAt is null && DoneAt is null;

        public const string Sql =
            """
            select h.id, h.task_id, h.answer, h.effective_at, h.taken_back_at, h.done_at, h.result, h.refusal_th, h.refusal_en,
                t.kind, coalesce(q.reference, '') as reference, o.name_th, o.name_en
            from held_decisions h join tasks t on t.id = h.task_id left join requests q on q.id = t.request_id
            join organisations o on o.code = coalesce(q.organisation_code, t.organisation_code)
            where h.person_id = @PersonId and h.effective_at > @since order by h.effective_at desc, h.id desc limit 100
            """;
    }
}
