using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using WorkflowHost.Activities.People;
using WorkflowHost.Web.Errors;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// Cookie sign-in, and a policy for each role: <c>[Authorize(Policy = Role.Operator)]</c>. Every page that says nothing
/// needs a signed-in person; one that is open to all says <c>[AllowAnonymous]</c>.
/// </summary>
public static class SignInParts
{
    public static IReadOnlyList<string> Roles { get; } =
    [
        Role.Officer, Role.Clerk, Role.Executive, Role.Reviewer, Role.Director, Role.Coordinator, Role.Designer, Role.Operator,
        Role.Auditor, Role.Finance, Role.AdminSso, Role.IdReader,
    ];

    /// <summary>The policy of those who look at instances of every organisation.</summary>
    public const string LooksAtInstances = "looks-at-instances";

    public static void AddSignIn(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<Accounts>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInPace>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<IAuthorizationHandler, RoleRequirementHandler>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => Configure(cookie, settings.Site.IsHttps));
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var role in Roles)
            authorization.AddPolicy(role, policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(role)));
        authorization.AddPolicy(LooksAtInstances, policy => policy.RequireAuthenticatedUser()
            .AddRequirements(new RoleRequirement(Role.Designer, Role.Operator, Role.Auditor)));
    }

    static void Configure(CookieAuthenticationOptions cookie, bool isHttps)
    {
        cookie.Cookie.Name = isHttps ? "__Host-session" : "session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.Cookie.Path = "/";
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "back";
        cookie.ExpireTimeSpan = Session.Idle;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = Session.CheckAsync;
        var toSignIn = cookie.Events.OnRedirectToLogin;
        cookie.Events.OnRedirectToLogin = context => ErrorPages.WantsJson(context.Request)
            ? Answer(context, StatusCodes.Status401Unauthorized)
            : toSignIn(context);
        cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
    }

    static Task Answer(Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
