using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.OwnAccount;

/// <summary>One's own password, changed by who knows the old one.</summary>
[EnableRateLimiting(SecurityParts.SignIns)]
public sealed class ChangePasswordModel(Passwords passwords, SignInPace pace, Database database, TimeProvider clock, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? Old { get; set; }

    [BindProperty]
    public string? New { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public string UserName { get; private set; } = "";

    string AccountId => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public Task OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await ShowAsync();
        if (string.IsNullOrEmpty(Old))
            ModelState.AddModelError(nameof(Old), texts["ใส่รหัสผ่านเดิม", "Enter the old password"]);
        NewPassword.Check(ModelState, texts, New, Again);
        if (!ModelState.IsValid)
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        if (!pace.MayTry(UserName))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        try
        {
            await Session.BeginAsync(HttpContext, await passwords.ChangeAsync(AccountId, Old!, New!), clock.GetUtcNow());
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(
                refusal.Code == "password-old" ? nameof(Old) : nameof(New), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", texts[
            "เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นถูกออกจากระบบ", "Your password is changed; every other session is signed out"]);
        return Redirect("/account");
    }

    async Task ShowAsync() => UserName = (await database.FirstAsync<string>(
        "select user_name from accounts where id = @AccountId", new { AccountId }))!;
}
