using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features;

/// <summary>Ends the session of this browser.</summary>
[AllowAnonymous]
public sealed class SignOutModel(Texts texts) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await Session.EndAsync(HttpContext);
        TempData.Say("success", texts["ออกจากระบบแล้ว", "You are signed out"]);
        return Redirect("/sign-in");
    }
}
