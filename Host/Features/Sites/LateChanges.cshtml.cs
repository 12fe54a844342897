using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Sites;

/// <summary>What the department decides: late additions and removals (C-05), and what becomes of silent provinces
/// (T19).</summary>
public sealed class LateChangesModel(Database database, LateChanges late, SiteRelease release, CurrentActor current,
    Texts texts) : PageModel
{
    const int PageSize = 20;
    const int HeldPage = 20;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public string? Province { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<HeldProvince> Held { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>The last province of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? HeldAfter { get; set; }

    public string? HeldNext { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!SubUnitAuthority.IsDepartment(current.Actor))
            return Forbid();
        await ReadAsync();
        return Page();
    }

    public Task<IActionResult> OnPostDecideAsync() => DoAsync(() => Decision == LateChange.Made
        ? late.MakeAsync(Id ?? "", Note ?? "", current.Actor) : late.DeclineAsync(Id ?? "", Note ?? "", current.Actor),
        texts["บันทึกผลแล้ว ผู้ขอได้รับแจ้งทางอีเมล", "Decided; who asked is told by mail"]);

    public Task<IActionResult> OnPostReleaseAsync() => DoAsync(() => release.ReleaseAsync(Province ?? "", Why ?? "",
        current.Actor),
        texts["ปลดการระงับแล้ว กำลังสร้างไซต์", "Released; the sites are being made"]);

    async Task<IActionResult> DoAsync(Func<Task> deed, string said)
    {
        if (!SubUnitAuthority.IsDepartment(current.Actor))
            return Forbid();
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            await ReadAsync();
            ModelState.AddModelError(Id is null ? $"w-{Province}" : $"n-{Id}", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect("/late-changes");
    }

    async Task ReadAsync()
    {
        var held = await release.HeldAsync(HeldAfter ?? "", HeldPage + 1);
        Held = [.. held.Take(HeldPage)];
        HeldNext = held.Count > HeldPage ? $"/late-changes?heldAfter={Uri.EscapeDataString(Held[^1].Code)}" : null;
        var rows = await database.QueryAsync<Row>(
            """
            select c.*, o.name_th as organisation_th, o.name_en as organisation_en,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as asked_by_name
            from late_changes c join organisations o on o.code = c.organisation_code join people p on p.id = c.asked_by
            where c.decided_at is null and c.id > @after order by c.id limit @limit
            """, new { after = After ?? "", limit = PageSize + 1 });
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? $"/late-changes?after={Rows[^1].Id}" : null;
    }

    /// <summary>A request with who asked.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string Action { get; init; } = "";
        public string Content { get; init; } = "";
        public string Reason { get; init; } = "";
        public DateTimeOffset AskedAt { get; init; }
        public string AskedByName { get; init; } = "";
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";
        public SubUnitFacts Facts => new LateChange { Content = Content }.Facts;
    }
}
