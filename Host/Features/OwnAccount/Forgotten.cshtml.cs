using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.OwnAccount;

/// <summary>Asks for a link by mail. The answer says nothing about whether there is such an account.</summary>
[AllowAnonymous]
[EnableRateLimiting(SecurityParts.SignIns)]
public sealed class ForgottenModel(Passwords passwords, SignInPace pace, Texts texts) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    public bool Asked { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(UserName))
        {
            ModelState.AddModelError(nameof(UserName), texts["ใส่ชื่อผู้ใช้", "Enter your user name"]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        if (!pace.MayTry(UserName))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        await passwords.ForgottenAsync(UserName);
        Asked = true;
        return Page();
    }
}
