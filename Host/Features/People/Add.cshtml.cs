using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>Somebody new with a role and an account, such as the mayor of an office that joins. For operators.</summary>
public sealed class AddModel(AccountDesk desk, CurrentActor current, Texts texts) : PageModel
{
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

    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public RoleInput Given { get; set; } = new();

    bool MayAdd => current.Actor.Is(Role.Operator);

    public IActionResult OnGet() => MayAdd ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!MayAdd)
            return NotFound();
        var form = new NewOfficer("", TitleTh ?? "", GivenNameTh ?? "", FamilyNameTh ?? "", NameEn ?? "", Email ?? "");
        try
        {
            var person = await desk.AddAsync(form, Given.ToRole(), UserName ?? "", current.Actor);
            TempData.Say("success", texts[
                $"เพิ่มแล้ว ลิงก์ตั้งรหัสผ่านกำลังไปที่ {Email}", $"Added; the link to set a password is on its way to {Email}"]);
            return Redirect($"/people/accounts/{person}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(RoleInput.FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }
}
