using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rights;

/// <summary>Where a right comes from, what became of it, and the organisation's own way to end it .</summary>
public sealed class RightModel(
    Database database, InScope scope, Revocation revocation, SingleReview outOfTurn, OfficeCalendar calendar, TimeProvider clock,
    CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Why the right is asked about out of turn.</summary>
    [BindProperty]
    public string? AskReason { get; set; }

    public RightRow Right { get; private set; } = null!;
    public IReadOnlyList<LetterRow> Letters { get; private set; } = [];
    public IReadOnlyList<DecisionRow> Decisions { get; private set; } = [];
    public IReadOnlyList<ProofRow> Proofs { get; private set; } = [];
    public IReadOnlyList<SuspensionRow> Suspensions { get; private set; } = [];
    public IReadOnlyList<AuditLine> Audit { get; private set; } = [];
    public GapRow? GapBefore { get; private set; }

    public bool MayRevoke => Right.ValidTo is null
        && current.Actor.In(Right.OrganisationCode, Role.Executive, Role.Clerk) is not null;

    /// <summary>Not while a review of it is open.</summary>
    public bool MayAsk => Right is { ValidTo: null, ReviewOn: not null } && current.Actor.Is(Role.Operator);

    public bool MayReplace => Right.ValidTo is null
        && current.Actor.In(Right.OrganisationCode, Role.Executive, Role.Clerk, Role.Officer) is not null;

    public int WorkingDays(DateTimeOffset from, DateTimeOffset? to) => calendar.Current.WorkingDaysBetween(
        ThaiDate.BangkokDate(from), ThaiDate.BangkokDate(to ?? clock.GetUtcNow()));

    public async Task<IActionResult> OnGetAsync(string id) => await ShowAsync(id) ? Page() : NotFound();

    public Task<IActionResult> OnPostRevokeAsync(string id) => DoAsync(id, nameof(Reason),
        () => revocation.RevokeAsync(id, Reason?.Trim() ?? "", current.Actor),
        texts["ยกเลิกสิทธิแล้ว ที่นั่งว่างและเริ่มนับวัน", "The right is revoked; the seat is empty and its days are counted."]);

    public Task<IActionResult> OnPostAskAsync(string id) => DoAsync(id, nameof(AskReason),
        () => outOfTurn.AskAsync(id, AskReason?.Trim() ?? "", current.Actor),
        texts["จะถามผู้ถือสิทธิภายในไม่กี่นาที", "It is asked about within minutes."]);

    async Task<IActionResult> DoAsync(string id, string reasonField, Func<Task> verb, string done)
    {
        if (!await ShowAsync(id))
            return NotFound();
        try
        {
            await verb();
            TempData.Say("success", done);
            return Redirect($"/rights/{id}");
        }
        catch (RefusedException refused)
        {
            ModelState.AddModelError(refused.Code == "reason-needed" ? reasonField : "", texts[refused.Thai, refused.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ShowAsync(string id)
    {
        if (await database.FirstAsync<RightRow>(RightRow.Sql, new { id }) is not { } found
            || !await scope.HoldsAsync(found.Path, "right", id, found.OrganisationCode))
            return false;
        Right = found;
        var requestId = found.RequestId ?? "";
        Letters = await CaseReading.LettersAsync(database, requestId);
        Decisions = await database.QueryAsync<DecisionRow>(
            DecisionRow.Sql + " where d.request_id = @requestId or d.right_id = @id order by d.at, d.id", new { requestId, id });
        Proofs = await database.QueryAsync<ProofRow>(
            """
            select i.method, i.level, i.at, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_th, p.name_en as by_en
            from identity_proofs i join people p on p.id = i.by_person
            where i.request_id = @requestId or i.request_id in (select q.id from requests q
                where q.old_right_id = @id and q.kind = 'confirm')
            order by i.at
            """, new { requestId, id });
        Suspensions = await database.QueryAsync<SuspensionRow>(
            "select from_at, to_at, reason from suspensions where right_id = @id order by from_at", new { id });
        Audit = await database.QueryAsync<AuditLine>(AuditLine.Sql + " where a.subject_id = @id order by a.id", new { id });
        GapBefore = await database.FirstAsync<GapRow>(
            "select began_at, ended_at, old_right_id from access_gaps "
            + "where organisation_code = @OrganisationCode and new_right_id = @id",
            new { found.OrganisationCode, id });
        return true;
    }
}
