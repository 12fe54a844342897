using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>One deadline: who stated it, by which rule, every move with its reason, and a form to move it by decision.</summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class DeadlineModel(Database database, DeadlineDesk desk, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Row Deadline { get; private set; } = new();

    public IReadOnlyList<Move> Moves { get; private set; } = [];

    public bool MayMove => current.Actor.Is(Role.Operator) && Deadline.State == Activities.Deadlines.Deadline.Open;

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        if (!ThaiDate.TryParse(Day, out var day))
            return Again(
                nameof(Day),
                texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2569 หรือ 6/11/2569", "Not a date; type 6/11/2569 or 2026-11-06"]);
        try
        {
            await desk.MoveAsync(id, day, Reason ?? "", current.Actor);
        }
        catch (RefusedException refusal)
        {
            return Again(refusal.Code == "reason-needed" ? nameof(Reason) : refusal.Code == "not-later" ? nameof(Day) : "",
                texts[refusal.Thai, refusal.English]);
        }
        TempData.Say(
            "success",
            texts["เลื่อนกำหนดแล้ว และแจ้งผู้ที่ต้องตอบทางอีเมลแล้ว", "Moved; whoever owes the answer is told by mail."]);
        return Redirect($"/operations/deadlines/{Uri.EscapeDataString(id)}");
    }

    PageResult Again(string field, string words)
    {
        ModelState.AddModelError(field, words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task<bool> ReadAsync(string id)
    {
        if (await database.FirstAsync<Row>(
            """
            select d.*, t.kind, t.title_th, t.title_en, t.opened_at, q.id as request_id, q.reference, o.name_th, o.name_en
            from deadlines d join tasks t on t.id = d.task_id
            left join requests q on q.id = t.request_id left join rights r on r.id = t.right_id
            join organisations o on o.code = coalesce(q.organisation_code, r.organisation_code, t.about_code, t.organisation_code)
            where d.id = @id
            """, new { id }) is not { } found)
            return false;
        Deadline = found;
        Moves = await database.QueryAsync<Move>(
            """
            select v.from_at, v.to_at, v.reason, v.at, p.title_th, p.given_name_th, p.family_name_th, p.name_en
            from deadline_moves v left join people p on p.id = v.by_person where v.deadline_id = @id order by v.at, v.id
            """, new { id });
        return true;
    }

    /// <summary>A deadline with the task it is of.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? TitleTh { get; init; }
        public string? TitleEn { get; init; }
        public string StatedBy { get; init; } = "";
        public string? RuleId { get; init; }
        public string Basis { get; init; } = "";
        public int Days { get; init; }
        public string State { get; init; } = "";
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
        public string? RequestId { get; init; }
        public string? Reference { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }

    /// <summary>One move.</summary>
    public sealed class Move
    {
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public string Reason { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public string? TitleTh { get; init; }
        public string? GivenNameTh { get; init; }
        public string? FamilyNameTh { get; init; }
        public string? NameEn { get; init; }
    }
}
