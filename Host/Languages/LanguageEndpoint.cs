using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Languages;

/// <summary>POST /language: remembers the language for a year and goes back to the page.</summary>
public static class LanguageEndpoint
{
    public static void Map(WebApplication app) =>
        app.MapPost("/language", Choose).AllowAnonymous().ExcludeFromDescription();

    static IResult Choose([FromForm] string to, [FromForm] string? back, HttpContext context)
    {
        context.Response.Cookies.Append(Language.Cookie, to == "en" ? "en" : "th", new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
        return Results.LocalRedirect(LocalPath.OrHome(back));
    }
}
