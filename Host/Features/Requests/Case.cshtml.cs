using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>One request: where it stands, who has it, what comes next, and everything that happened to it.</summary>
public sealed class CaseModel(
    Database database, CaseReading reading, Withdrawal withdrawal, Filing filing, OfficeCalendar calendar, TimeProvider clock,
    CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Reason { get; set; }

    public CaseRow Case { get; private set; } = null!;
    public WorkTask? Task { get; private set; }
    public IReadOnlyList<Person> Holders { get; private set; } = [];
    public string TaskPlaceTh { get; private set; } = "";
    public string TaskPlaceEn { get; private set; } = "";
    public SeatTable Seats { get; private set; } = null!;
    public CaseReading.Everything All { get; private set; } = null!;
    public IReadOnlyList<SameFileElsewhere> SameFiles { get; private set; } = [];

    public bool IsMine => current.Actor.In(Case.OrganisationCode, Role.Officer, Role.Clerk, Role.Executive) is not null;

    /// <summary>Whether the visitor may answer what it waits for.</summary>
    public bool IsMyTurn => Task is not null && TaskAuthority.Of(Task, current.Actor) is not null;

    public bool ChecksLetters => current.Actor.Is(Role.Reviewer) || current.Actor.Is(Role.Director);

    /// <summary>When a case that waits for an opening goes on; null when nobody knows yet.</summary>
    public DateTimeOffset? OpensAt { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public int WorkingDaysSince(DateTimeOffset since) =>
        calendar.Current.WorkingDaysBetween(ThaiDate.BangkokDate(since), ThaiDate.BangkokDate(Now));

    public int WorkingDaysBetween(DateTimeOffset since, DateTimeOffset until) =>
        calendar.Current.WorkingDaysBetween(ThaiDate.BangkokDate(since), ThaiDate.BangkokDate(until));

    public int WorkingDaysLeft(DateTimeOffset due) =>
        calendar.Current.WorkingDaysBetween(ThaiDate.BangkokDate(Now), ThaiDate.BangkokDate(due));

    public static IReadOnlyList<string> PointsOf(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<string>>(json)!;

    public async Task<IActionResult> OnGetAsync(string id) => await ShowAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostWithdrawAsync(string id)
    {
        if (!await ShowAsync(id))
            return NotFound();
        if (string.IsNullOrWhiteSpace(Reason))
            ModelState.AddModelError(nameof(Reason), texts["โปรดระบุเหตุผลที่ถอนคำขอ", "Say why you take it back"]);
        else
            try
            {
                await withdrawal.WithdrawAsync(id, Reason.Trim(), current.Actor);
                TempData.Say("success", texts["ถอนคำขอแล้ว ที่นั่งว่างสำหรับคำขอใหม่", "The request is withdrawn; its seat is free again."]);
                return Redirect($"/requests/{id}");
            }
            catch (RefusedException refused)
            {
                ModelState.AddModelError("", texts[refused.Thai, refused.English]);
            }
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    async Task<bool> ShowAsync(string id)
    {
        if (await reading.FindAsync(id) is not { } found)
            return false;
        Case = found;
        var rules = await filing.RulesOfSystemAsync(Case.System);
        return await database.AskAsync(async ask =>
        {
            var (seats, all) = (
                SeatTable.OfAsync(ask, found.OrganisationCode, found.System, rules.SeatsOf(found.OrganisationType)),
                CaseReading.EverythingAsync(ask, found));
            var (files, opening, holders) = (SameFile.OfRequestAsync(ask, id), OpeningAsync(ask, found), ShowTaskAsync(ask, id));
            (Seats, All, SameFiles, OpensAt) = (await seats, await all, await files, await opening);
            await holders;
            return true;
        });
    }

    static async Task<DateTimeOffset?> OpeningAsync(IQueries ask, CaseRow found) => found.Stage != RequestStage.WaitingOpening
        ? null
        : await ask.FirstAsync<DateTimeOffset?>(
            "select b.due_at from bookmarks b join requests r on r.instance_id = b.instance_id where r.id = @Id and b.kind = 'Resume'",
            new { found.Id });

    async Task ShowTaskAsync(IQueries ask, string id)
    {
        Task = await ask.FirstAsync<WorkTask>(
            "select * from tasks where request_id = @id and closed_at is null order by opened_at desc limit 1", new { id });
        if (Task is not { } task)
            return;
        var place = ask.FirstAsync<Activities.Organisations.Organisation>(
            "select * from organisations where code = @OrganisationCode", new { task.OrganisationCode });
        var holders = ask.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.organisation_code = @OrganisationCode and m.role in @Roles and (@PersonId is null or p.id = @PersonId)
              and m.valid_from <= @Now and (m.valid_to is null or m.valid_to > @Now)
            order by p.id
            """, new { task.OrganisationCode, task.Roles, task.PersonId, Now });
        (TaskPlaceTh, TaskPlaceEn) = ((await place)!.NameTh, (await place)!.NameEn);
        Holders = await holders;
    }
}
