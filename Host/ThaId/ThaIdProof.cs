using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using WorkflowHost.Activities.People;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.ThaId;

/// <summary>
/// One proof of identity by ThaID (B-02, C-15, E-05), from a page to the provider and back: OpenID Connect's code flow with
/// state, nonce and PKCE. What is on its way lies in the browser, protected, for ten minutes and for one person and one thing.
/// </summary>
public sealed class ThaIdProof(
    OpenIdProvider provider, ThaIdSettings settings, SiteSettings site, IDataProtectionProvider protection, TimeProvider clock)
{
    public const string CallbackPath = "/thaid/callback";

    const string Cookie = "thaid";
    static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    // Longer than the journey, so that who comes back too late is led to where they began.
    static readonly TimeSpan CookieLife = TimeSpan.FromHours(1);

    readonly IDataProtector protector = protection.CreateProtector("WorkflowHost.ThaId");

    /// <summary>Begins a proof, and answers where to send the browser.</summary>
    /// <exception cref="ThaIdException">The provider can't be reached.</exception>
    /// <param name="personId">Who is signed in; empty where nobody has to be (a claim link).</param>
    public async Task<string> BeginAsync(HttpContext context, ProofSubject about, string personId)
    {
        var journey = new Journey(about, personId, Random(), Random(), Random(), clock.GetUtcNow() + Life);
        var address = await provider.AuthorizeAsync(journey.State, journey.Nonce,
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(journey.Verifier))), site.Link(CallbackPath));
        context.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(journey)), new CookieOptions
        {
            HttpOnly = true,
            // The way back is a step from the provider's site to ours.
            SameSite = SameSiteMode.Lax,
            Secure = site.IsHttps,
            Path = CallbackPath,
            MaxAge = CookieLife,
        });
        return address;
    }

    /// <summary>What the journey of this browser and person is about, and whether its time is over; null without one.</summary>
    public (ProofSubject About, bool IsOver)? Of(HttpContext context, string personId) =>
        Read(context, personId) is { } journey ? (journey.About, journey.Until <= clock.GetUtcNow()) : null;

    /// <summary>Ends the journey, whatever came of it: a state is good for one return.</summary>
    /// <returns>Who it is. The number lives in memory only; whoever stores it seals it.</returns>
    /// <exception cref="ThaIdException">Another journey's state, no code, too late, or the token isn't right.</exception>
    public async Task<ThaIdPerson> FinishAsync(HttpContext context, string personId)
    {
        var journey = Read(context, personId) ?? throw new ThaIdException("No proof is under way in this browser.");
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = CallbackPath });
        if (journey.Until <= clock.GetUtcNow())
            throw new ThaIdException("The journey took longer than ten minutes.");
        var query = context.Request.Query;
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(journey.State), Encoding.ASCII.GetBytes(query["state"].ToString())))
            throw new ThaIdException("The state is not the one that was sent.");
        if (query["code"].ToString() is not { Length: > 0 } code)
            throw new ThaIdException("The provider sent no code: the proof was cancelled or refused there.");
        var proven = await provider.RedeemAsync(code, journey.Verifier, journey.Nonce, site.Link(CallbackPath));
        if (!CitizenId.TryParse(proven.CitizenId, out var citizen))
            throw new ThaIdException("The id token's pid is no citizen id.");
        RequireLevel(proven.Level);
        return new ThaIdPerson(citizen!, proven.Name, proven.Level.Length > 0 ? proven.Level : "?");
    }

    void RequireLevel(string level)
    {
        if (settings.LeastLevel.Length > 0 && !(Number(level) is { } said && said >= Number(settings.LeastLevel)))
            throw new ThaIdException("The assurance level is lower than ThaId:LeastLevel.");
    }

    static decimal? Number(string level) => decimal.TryParse(level, CultureInfo.InvariantCulture, out var number) ? number : null;

    Journey? Read(HttpContext context, string personId)
    {
        try
        {
            return context.Request.Cookies[Cookie] is { } text
                && JsonSerializer.Deserialize<Journey>(protector.Unprotect(text)) is { } journey
                && (journey.PersonId.Length == 0 || journey.PersonId == personId) ? journey : null;
        }
        catch (CryptographicException)
        {
            // Somebody else's, or older than our keys: as good as none.
            return null;
        }
    }

    static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    sealed record Journey(
        ProofSubject About, string PersonId, string State, string Nonce, string Verifier, DateTimeOffset Until);
}

/// <summary>What somebody proves their identity for: a task (B-02), a site's claim link (C-15), an office's registration
/// (E-05).</summary>
/// <param name="Id">The task's id, the link's token, or the office's code.</param>
public sealed record ProofSubject(string Kind, string Id)
{
    public const string Task = "task";
    public const string Site = "site";
    public const string Registration = "registration";

    /// <summary>Where it began, and where the person is led back to.</summary>
    public string Path => Kind switch
    {
        Task => $"/tasks/{Id}",
        Site => $"/site/{Id}",
        _ => $"/rollout/register?office={Uri.EscapeDataString(Id)}",
    };
}

/// <summary>Who ThaID says that somebody is.</summary>
/// <param name="Name">As ThaID has it; empty when it gave none.</param>
/// <param name="Level">The assurance level, or "?".</param>
public sealed record ThaIdPerson(CitizenId Citizen, string Name, string Level);
