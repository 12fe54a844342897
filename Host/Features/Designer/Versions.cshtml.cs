using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>The history of a definition: look, compare, go back.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class VersionsModel(Database database, DefinitionDesk desk, CurrentActor current, Texts texts) : PageModel
{
    public IReadOnlyList<DefinitionRow> Versions { get; private set; } = [];

    public DefinitionRow Newest => Versions[0];

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRevertAsync(string id, int version)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            var draft = await desk.RevertAsync(id, version, current.Actor);
            TempData.Say(draft.IsDraft ? "success" : "info", draft.IsDraft
                ? texts[$"ร่างฉบับที่ {draft.Version} มีเนื้อหาตามฉบับที่ {version} แล้ว ประกาศใช้เมื่อพร้อม",
                    $"Draft version {draft.Version} now says what version {version} said. Publish it when ready."]
                : texts[$"ฉบับล่าสุดมีเนื้อหาเหมือนฉบับที่ {version} อยู่แล้ว",
                    $"The newest version says the same as version {version} already."]);
            return Redirect($"/designer/{id}/versions");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ReadAsync(string id) => (Versions = await DefinitionRow.HistoryAsync(database, id)).Count > 0;
}
