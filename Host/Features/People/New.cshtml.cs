using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>Adds an officer to one's own organisation, to be chosen on the request form.</summary>
public sealed class NewModel(Database database, Enrolment enrolment, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? TitleTh { get; set; }

    [BindProperty]
    public string? GivenNameTh { get; set; }

    [BindProperty]
    public string? FamilyNameTh { get; set; }

    [BindProperty]
    public string? NameEn { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public Organisation Mine { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await ShowAsync())
            return NotFound();
        try
        {
            await enrolment.AddAsync(
                new NewOfficer(Mine.Code, TitleTh ?? "", GivenNameTh ?? "", FamilyNameTh ?? "", NameEn ?? "", Email ?? ""),
                current.Actor);
            TempData.Say("success", texts[
                $"เพิ่ม {TitleTh}{GivenNameTh} {FamilyNameTh} แล้ว เลือกชื่อได้ในแบบคำขอ",
                $"{NameEn} is added; choose the name on the form."]);
            return Redirect($"/requests/new?organisation={Mine.Code}");
        }
        catch (RefusedException refused)
        {
            ModelState.AddModelError(FieldOf(refused.Code), texts[refused.Thai, refused.English]);
            var page = Page();
            page.StatusCode = StatusCodes.Status400BadRequest;
            return page;
        }
    }

    async Task<bool> ShowAsync()
    {
        var code = Organisation ?? current.Actor.Memberships
            .FirstOrDefault(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)?.OrganisationCode;
        if (code is null || current.Actor.In(code, Role.Officer, Role.Clerk, Role.Executive) is null)
            return false;
        Mine = (await Activities.Organisations.Organisation.FindAsync(database, code))!;
        Organisation = code;
        return true;
    }

    static string FieldOf(string code) => code switch
    {
        "title" => nameof(TitleTh),
        "given-name" => nameof(GivenNameTh),
        "family-name" => nameof(FamilyNameTh),
        "name-en" => nameof(NameEn),
        "email" => nameof(Email),
        _ => "",
    };
}
