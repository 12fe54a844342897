using Microsoft.AspNetCore.Authorization;
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

/// <summary>A mailed link to set one's password. Opening it, by whatever machine, uses nothing up; the form does, once.</summary>
[AllowAnonymous]
[EnableRateLimiting(SecurityParts.MailLinks)]
public sealed class ClaimModel(Passwords passwords, Database database, TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty]
    public string? New { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    /// <summary>Null when it is over, or never was.</summary>
    public AccountClaim? Claim { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token) =>
        await ReadAsync(token) ? Page() : new PageResult { StatusCode = StatusCodes.Status404NotFound };

    public async Task<IActionResult> OnPostAsync(string token)
    {
        if (!await ReadAsync(token))
            return new PageResult { StatusCode = StatusCodes.Status404NotFound };
        NewPassword.Check(ModelState, texts, New, Again);
        if (!ModelState.IsValid)
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        try
        {
            await passwords.ClaimAsync(token, New!);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(nameof(New), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", texts["ตั้งรหัสผ่านแล้ว เข้าสู่ระบบได้เลย", "Your password is set; you can sign in now"]);
        return Redirect("/sign-in");
    }

    async Task<bool> ReadAsync(string token)
    {
        Claim = await AccountClaim.FindAsync(database, token) is { } found && found.IsOpen(clock.GetUtcNow()) ? found : null;
        return Claim is not null;
    }
}
