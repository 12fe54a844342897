using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>One's own answers in yearly reviews that have no effect yet, to be changed until closing.</summary>
public sealed class AnswersModel(
    Database database, ReviewAnswers answers, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostAsync(string right, string answer)
    {
        try
        {
            await answers.ChangeAsync(right, answer, current.Actor);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say(
            "success", texts["แก้คำตอบแล้ว คำตอบล่าสุดมีผลเมื่อปิดรับ", "Changed; the last answer has effect at closing."]);
        return Redirect("/reviews/answers");
    }

    async Task ReadAsync() => Rows = await database.QueryAsync<Row>(
        """
        select r.id as right_id, r.system, r.seat, o.name_th, o.name_en, v.answer, v.answered_at, v.answer_until,
            p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en
        from reviews v join review_items i on i.instance_id = v.instance_id and i.state = 'answered'
        join rights r on r.id = v.right_id join organisations o on o.code = r.organisation_code join people p on p.id =
            r.person_id
        where v.answered_by = @PersonId and v.answer_until > @now order by v.answer_until, r.id limit 200
        """, new { current.Actor.PersonId, now = clock.GetUtcNow() });

    /// <summary>An answer that may be changed.</summary>
    public sealed class Row
    {
        public string RightId { get; init; } = "";
        public string System { get; init; } = "";
        public long Seat { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string PersonTh { get; init; } = "";
        public string PersonEn { get; init; } = "";
        public string Answer { get; init; } = "";
        public DateTimeOffset AnsweredAt { get; init; }
        public DateTimeOffset AnswerUntil { get; init; }
    }
}
