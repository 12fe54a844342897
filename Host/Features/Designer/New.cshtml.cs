using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>A new definition: a flowchart that begins and ends, as a draft.</summary>
[Authorize(Policy = Role.Designer)]
public sealed class NewModel(DefinitionDesk desk, CircularCatalogue circulars, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Circular { get; set; }

    public IReadOnlyList<CircularFacts> Circulars { get; } = circulars.All;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Name))
            return Again(nameof(Name), texts["โปรดตั้งชื่อแบบกระบวนการ", "Give the definition a name"]);
        try
        {
            var draft = await desk.SaveDraftAsync(Id?.Trim() ?? "", Empty(Name.Trim(), Circular), stamp: null, current.Actor);
            TempData.Say("success", texts["สร้างร่างแล้ว เพิ่มขั้นตอนในผังงาน", "The draft is made; add steps on the canvas"]);
            return Redirect($"/designer/{draft.DefinitionId}");
        }
        catch (RefusedException refusal)
        {
            return Again(nameof(Id), texts[refusal.Thai, refusal.English]);
        }
    }

    PageResult Again(string field, string words)
    {
        ModelState.AddModelError(field, words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    static JsonObject Empty(string name, string? circular) => new()
    {
        ["name"] = name,
        ["toolVersion"] = "3.8.0.0",
        ["variables"] = new JsonArray(),
        ["inputs"] = new JsonArray(),
        ["customProperties"] = string.IsNullOrEmpty(circular) ? new JsonObject() : new JsonObject { ["circular"] = circular },
        ["root"] = new JsonObject
        {
            ["id"] = "root",
            ["name"] = "Flowchart",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["start"] = "start",
            ["activities"] = new JsonArray(Step("start", "Elsa.Start", "เริ่ม", 0), Step("end", "Elsa.End", "จบ", 320)),
            ["connections"] = new JsonArray(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = "start", ["port"] = "Done" },
                ["target"] = new JsonObject { ["activity"] = "end", ["port"] = "In" },
            }),
        },
    };

    static JsonObject Step(string id, string type, string title, int x) => new()
    {
        ["id"] = id,
        ["name"] = id,
        ["type"] = type,
        ["version"] = 1,
        ["metadata"] = new JsonObject
        {
            ["displayText"] = title,
            ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = x, ["y"] = 0 } },
        },
    };
}
