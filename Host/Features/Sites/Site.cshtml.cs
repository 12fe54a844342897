using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Sites;

/// <summary>One site: who is named for it, who held it, and the hand-over by its executive or clerk.</summary>
public sealed class SiteModel(Database database, InScope scope, SiteHandOver handOver, CurrentActor current, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? PersonName { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Site Site { get; private set; } = null!;

    public Organisation Organisation { get; private set; } = null!;

    public IReadOnlyList<Holder> Holders { get; private set; } = [];

    public bool MayHandOver => current.Actor.In(Site.OrganisationCode, Role.Executive, Role.Clerk) is not null;

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public Task<IActionResult> OnPostNameAsync(string id) => DoAsync(id, () => handOver.NameAsync(id, PersonName ?? "",
        current.Actor),
        texts["บันทึกชื่อผู้รับบัญชีแล้ว", "The name is stored"]);

    public Task<IActionResult> OnPostReplaceAsync(string id) => DoAsync(id,
        () => handOver.ReplaceAsync(id, PersonName ?? "", Reason ?? "", current.Actor),
        texts["ส่งมอบแล้ว ลิงก์ใหม่ส่งไปยังอีเมลกลาง", "Handed over; a new link went to the central mailbox"]);

    async Task<IActionResult> DoAsync(string id, Func<Task> deed, string said)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch { "person" => nameof(PersonName), "reason" => nameof(Reason), _ => "" },
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect($"/sites/{id}");
    }

    async Task<bool> ReadAsync(string id)
    {
        if (await Site.FindAsync(database, id) is not { } site
            || await Organisation.FindAsync(database, site.OrganisationCode) is not { } organisation
            || !await scope.HoldsAsync(organisation.Path, "site", id, organisation.Code))
            return false;
        (Site, Organisation) = (site, organisation);
        Holders = await database.QueryAsync<Holder>(
            "select * from site_holders where site_id = @id order by from_at desc", new { id });
        return true;
    }

    /// <summary>Somebody who holds or held it.</summary>
    public sealed class Holder
    {
        public string NameTh { get; init; } = "";
        public string CitizenMasked { get; init; } = "";
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset? ToAt { get; init; }
        public string? EndReason { get; init; }
    }
}
