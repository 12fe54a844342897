using WorkflowHost.Activities.Sites;

namespace WorkflowHost.Web.Features.Sites;

/// <summary>The secret between the steps of a claim (C-15); only this browser has it.</summary>
static class ClaimCookie
{
    const string Name = "site-claim";

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Keep(HttpContext context, string secret) =>
        context.Response.Cookies.Append(Name, secret, Options(context));

    public static void Drop(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/site",
        IsEssential = true,
        MaxAge = SiteClaims.ProofLife,
    };
}
