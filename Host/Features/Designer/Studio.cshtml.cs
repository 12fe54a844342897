using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Web.Designer.Hosting;
using WorkflowHost.Web.Security;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>
/// One widget of Elsa Studio in a page of its own: the definitions, one on the canvas, the instances, one as it stands. Two
/// widgets in one document would crash each other, so going from one to the next loads a page.
/// </summary>
[Authorize(Policy = Role.Designer)]
public sealed class StudioModel(StudioFolder folder) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Part { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    public bool IsInstalled => folder.IsInstalled;

    /// <summary>The custom element to show.</summary>
    public string Element { get; private set; } = "";

    /// <summary>The attribute that takes <see cref="Id"/>; null when there is none.</summary>
    public string? IdAttribute { get; private set; }

    public string TitleTh { get; private set; } = "";

    public string TitleEn { get; private set; } = "";

    public IActionResult OnGet()
    {
        if (!Choose())
            return NotFound();
        if (IsInstalled)
            SecurityHeaders.AllowStudio(Response);
        return Page();
    }

    bool Choose()
    {
        switch (Part, Id)
        {
            case (null, null):
                Show("แบบกระบวนการ", "Definitions", "elsa-workflow-definition-list");
                return true;
            case ("definitions", not null):
                Show("ผังงาน", "Canvas", "elsa-workflow-definition-editor", "definition-id");
                return true;
            case ("instances", null):
                Show("เรื่องที่เดินอยู่", "Instances", "elsa-workflow-instance-list");
                return true;
            case ("instances", not null):
                Show("เรื่อง", "Instance", "elsa-workflow-instance-viewer", "instance-id");
                return true;
            default:
                return false;
        }
    }

    void Show(string thai, string english, string element, string? idAttribute = null) =>
        (TitleTh, TitleEn, Element, IdAttribute) = (thai, english, element, idAttribute);
}
