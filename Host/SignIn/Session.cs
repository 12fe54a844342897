using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// A signed-in session: a cookie with the account's id, its person and its security stamp, all checked on every request. It ends
/// after eight idle hours, and after twelve in any case.
/// </summary>
public static class Session
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    const string Stamp = "stamp";
    const string Whose = "person";
    const string Began = "began";

    public static Task BeginAsync(HttpContext context, Account account, DateTimeOffset now)
    {
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, account.Id), new(Whose, account.PersonId), new(Stamp, account.SecurityStamp),
        ];
        var properties = new AuthenticationProperties();
        properties.SetString(Began, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)), properties);
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync();

    internal static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var actor = IsTooOld(context.Properties, now) ? null : await FindActorAsync(context.Principal!, services, now);
        if (actor is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
            return;
        }
        services.GetRequiredService<CurrentActor>().Set(actor);
    }

    static bool IsTooOld(AuthenticationProperties properties, DateTimeOffset now) =>
        !long.TryParse(properties.GetString(Began), CultureInfo.InvariantCulture, out var began)
        || now - DateTimeOffset.FromUnixTimeSeconds(began) > Longest;

    // The person stands in the cookie so that both can be asked for at once.
    static async Task<Actor?> FindActorAsync(ClaimsPrincipal principal, IServiceProvider services, DateTimeOffset now)
    {
        var (id, person, stamp) = (Claimed(ClaimTypes.NameIdentifier), Claimed(Whose), Claimed(Stamp));
        var (account, actor) = await services.GetRequiredService<Database>().AskAsync(
            ask => services.GetRequiredService<Accounts>().OfSessionAsync(ask, id, stamp),
            ask => Actor.FindAsync(ask, person, now));
        return account?.PersonId == person ? actor : null;

        string Claimed(string what) => principal.FindFirstValue(what) ?? "";
    }
}
