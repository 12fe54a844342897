using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>The one-time code for a batch; once it is right, the ten minutes begin.</summary>
public sealed class BatchCodeModel(BatchDecisions decisions, Database database, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : Redirect("/tasks/batch");

    public Task<IActionResult> OnPostAsync(string id) => WithAsync(id, async () =>
    {
        await decisions.ConfirmAsync(id, Code, current.Actor);
        TempData.Say("success", texts["ยืนยันแล้ว จะมีผลในอีก 10 นาที ระหว่างนี้ถอนคืนได้",
            "Confirmed; they take effect in 10 minutes and can be taken back until then"]);
        return Redirect("/tasks/batch");
    });

    public Task<IActionResult> OnPostResendAsync(string id) => WithAsync(id, async () =>
    {
        await decisions.SendCodeAsync(id, current.Actor);
        TempData.Say("info", texts["ส่งรหัสใหม่แล้ว รหัสเดิมใช้ไม่ได้อีก", "A new code is on its way; the one before is dead"]);
        return Redirect($"/tasks/batch/{id}");
    });

    async Task<IActionResult> WithAsync(string id, Func<Task<IActionResult>> verb)
    {
        if (!await ReadAsync(id))
            return Redirect("/tasks/batch");
        try
        {
            return await verb();
        }
        catch (RefusedException refusal)
        {
            ModelState.Clear();
            ModelState.AddModelError(nameof(Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    // What isn't theirs, or is confirmed, is not here.
    async Task<bool> ReadAsync(string id)
    {
        Rows = await database.QueryAsync<Row>(
            """
            select t.kind, h.answer, coalesce(q.reference, '') as reference, o.name_th, o.name_en
            from decision_batches b join held_decisions h on h.batch_id = b.id join tasks t on t.id = h.task_id
            left join requests q on q.id = t.request_id
            join organisations o on o.code = coalesce(q.organisation_code, t.organisation_code)
            where b.id = @id and b.person_id = @PersonId and b.confirmed_at is null order by h.id
            """, new { id, current.Actor.PersonId });
        return Rows.Count > 0;
    }

    /// <summary>One case of the batch.</summary>
    public sealed class Row
    {
        public string Kind { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Reference { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }
}
