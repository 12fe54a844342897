using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Asks once more before a draft is deleted or a definition takes no new cases.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class ConfirmModel(DefinitionVersions versions, DefinitionDesk desk, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Deed { get; set; } = "";

    public DefinitionVersion Newest { get; private set; } = null!;

    public bool Deletes => Deed == "delete-draft";

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        if (Deletes)
            Say(await desk.DeleteDraftAsync(id, current.Actor), texts["ลบร่างแล้ว", "The draft is deleted"],
                texts["ไม่มีร่างให้ลบ", "There is no draft"]);
        else
            Say(await desk.RetractAsync(id, current.Actor),
                texts["หยุดรับเรื่องใหม่แล้ว เรื่องที่เดินอยู่เดินต่อจนจบ", "No new cases are taken; those under way go on"],
                texts["ไม่ได้เปิดรับเรื่องอยู่แล้ว", "It took no new cases already"]);
        return Redirect(await versions.LatestAsync(id) is null ? "/designer" : $"/designer/{id}/versions");
    }

    void Say(bool done, string yes, string no) => TempData.Say(done ? "success" : "info", done ? yes : no);

    async Task<bool> ReadAsync(string id)
    {
        if (await versions.LatestAsync(id) is not { } newest)
            return false;
        Newest = newest;
        return true;
    }
}
