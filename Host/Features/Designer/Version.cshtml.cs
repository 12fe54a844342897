using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>
/// One version before it is published: what changes, which clauses it carries out, what is in the way; ask and decide.
/// </summary>
[Authorize(Policy = Role.Designer)]
public sealed class VersionModel(
    Database database, DefinitionVersions versions, Publication publication, PublishingChecks checks, PublishingRules rules,
    DefinitionDifference comparing, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public DefinitionVersion Version { get; private set; } = null!;

    /// <summary>What it is compared with: what is published, or what came before; null for the first.</summary>
    public DefinitionVersion? Base { get; private set; }

    public IReadOnlyList<Difference> Differences { get; private set; } = [];
    public IReadOnlyList<ClauseCoverage> Coverage { get; private set; } = [];

    /// <summary>What keeps it from being published.</summary>
    public IReadOnlyList<RefusedException> Reasons { get; private set; } = [];

    public IReadOnlyList<RequestRow> Requests { get; private set; } = [];

    public RequestRow? Open => Requests.FirstOrDefault(request => request.IsOpen);

    public bool IsMine => Open?.AskedBy == current.Actor.PersonId;

    public bool NeedsTwo => rules.TwoPeople;

    /// <summary>Who saved it can't approve it either.</summary>
    public bool MayApprove =>
        Open is { IsOvertaken: false } && (!NeedsTwo || (!IsMine && Version.SavedBy != current.Actor.PersonId));

    public async Task<IActionResult> OnGetAsync(string id, int number) => await ReadAsync(id, number) ? Page() : NotFound();

    public Task<IActionResult> OnPostAskAsync(string id, int number, string hash) => DoAsync(id, number,
        () => publication.AskAsync(id, number, hash, Note ?? "", current.Actor),
        texts["ส่งขออนุมัติแล้ว ระบบแจ้งผู้ออกแบบกระบวนการคนอื่นทางอีเมล",
            "Publication is asked for; the other designers are told by e-mail"]);

    public Task<IActionResult> OnPostApproveAsync(string id, int number, string request) => DoAsync(id, number,
        () => publication.ApproveAsync(request, current.Actor), Published);

    public Task<IActionResult> OnPostRefuseAsync(string id, int number, string request) => DoAsync(id, number,
        () => publication.RefuseAsync(request, Reason ?? "", current.Actor),
        texts["บันทึกว่าไม่อนุมัติแล้ว ระบบแจ้งผู้ขอทางอีเมล", "Not approved; who asked is told by e-mail"]);

    public Task<IActionResult> OnPostTakeBackAsync(string id, int number, string request) => DoAsync(id, number,
        () => publication.TakeBackAsync(request, current.Actor), texts["ถอนคำขอแล้ว", "The request is taken back"]);

    public Task<IActionResult> OnPostPublishAsync(string id, int number, string hash) => DoAsync(id, number,
        () => publication.PublishAloneAsync(id, number, hash, current.Actor), Published);

    string Published => texts["ประกาศใช้แล้ว เรื่องใหม่ใช้ฉบับนี้ตั้งแต่บัดนี้ เรื่องที่เดินอยู่ใช้ฉบับเดิม",
        "Published. New cases use this version from now on; those under way go on with theirs."];

    async Task<IActionResult> DoAsync(string id, int number, Func<Task> deed, string done)
    {
        try
        {
            await deed();
            TempData.Say("success", done);
            return Redirect($"/designer/{id}/versions/{number}");
        }
        catch (RefusedException refusal)
        {
            if (!await ReadAsync(id, number))
                return NotFound();
            ModelState.AddModelError(FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    static string FieldOf(string code) => code switch
    {
        "note-needed" => nameof(Note),
        "reason-needed" => nameof(Reason),
        _ => "",
    };

    async Task<bool> ReadAsync(string id, int number)
    {
        if (await versions.FindAsync(id, number) is not { } version)
            return false;
        Version = version;
        var history = await versions.HistoryAsync(id);
        Base = history.FirstOrDefault(other => other.IsCurrent && other.Version != number)
            ?? history.FirstOrDefault(other => other.Version < number);
        Differences = Base is null ? [] : comparing.Between(Base.Json, version.Json);
        Coverage = await checks.CoverageAsync(version);
        Reasons = version.IsCurrent ? [] : await checks.ReasonsAsync(version);
        Requests = await RequestRow.OfAsync(database, id, number);
        return true;
    }
}
