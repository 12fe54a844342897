using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features;

/// <summary>Name and password; every reason to refuse sounds the same.</summary>
[AllowAnonymous]
[EnableRateLimiting(SecurityParts.SignIns)]
public sealed class SignInModel(
    Accounts accounts, SignInPace pace, Database database, TimeProvider clock, IHostEnvironment environment, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public IReadOnlyList<DemoAccount> Demo { get; private set; } = [];

    public Task OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(UserName))
            ModelState.AddModelError(nameof(UserName), texts["ใส่ชื่อผู้ใช้", "Enter your user name"]);
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), texts["ใส่รหัสผ่าน", "Enter your password"]);
        if (!ModelState.IsValid)
            return await ShowAgainAsync(StatusCodes.Status400BadRequest);
        if (!pace.MayTry(UserName!))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (await accounts.SignInAsync(UserName!, Password!) is not { } account)
        {
            ModelState.AddModelError("", texts[
                "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง หรือบัญชีถูกพักไว้ 15 นาทีหลังใส่รหัสผิด 5 ครั้ง",
                "The user name or password is wrong, or the account rests for 15 minutes after 5 wrong passwords"]);
            return await ShowAgainAsync(StatusCodes.Status400BadRequest);
        }
        await Session.BeginAsync(HttpContext, account, clock.GetUtcNow());
        return LocalRedirect(LocalPath.OrHome(Back));
    }

    async Task<IActionResult> ShowAgainAsync(int status)
    {
        await ShowAsync();
        return new PageResult { StatusCode = status };
    }

    async Task ShowAsync()
    {
        if (environment.IsDevelopment())
            Demo = await DemoAccount.AllAsync(database, clock.GetUtcNow());
    }
}
