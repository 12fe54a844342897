using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.ThaId;

/// <summary>
/// One proof of identity by ThaID (B-02), from the task to the provider and back: OpenID Connect's code flow with state, nonce
/// and
/// PKCE. What is on its way lies in the browser, protected, for ten minutes and for one person and task; the store keeps the
/// citizen id sealed and its hash, and nothing else keeps it.
/// </summary>
public sealed class ThaIdProof(
    OpenIdProvider provider, ThaIdSettings settings, SiteSettings site, CitizenIds vault, IDataProtectionProvider protection,
    TimeProvider clock)
{
    public const string CallbackPath = "/thaid/callback";

    const string Cookie = "thaid";
    static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    readonly IDataProtector protector = protection.CreateProtector("WorkflowHost.ThaId");

    /// <summary>Begins a proof, and answers where to send the browser.</summary>
    /// <exception cref="ThaIdException">The provider can't be reached.</exception>
    public async Task<string> BeginAsync(HttpContext context, string taskId, string personId)
    {
        var journey = new Journey(taskId, personId, Random(), Random(), Random(), clock.GetUtcNow() + Life);
        var address = await provider.AuthorizeAsync(journey.State, journey.Nonce,
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(journey.Verifier))), site.Link(CallbackPath));
        context.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(journey)), new CookieOptions
        {
            HttpOnly = true,
            // The way back is a step from the provider's site to ours.
            SameSite = SameSiteMode.Lax,
            Secure = site.IsHttps,
            Path = CallbackPath,
            MaxAge = Life,
        });
        return address;
    }

    /// <summary>The task that the journey of this browser and person is about; null when there is none, or it is too
    /// old.</summary>
    public string? TaskOf(HttpContext context, string personId) => Read(context, personId)?.TaskId;

    /// <summary>Ends the journey, whatever came of it: a state is good for one return.</summary>
    /// <returns>What the step is to be told.</returns>
    /// <exception cref="ThaIdException">Another journey's state, no code, or the token isn't right.</exception>
    public async Task<ProofAnswer> FinishAsync(HttpContext context, string personId)
    {
        var journey = Read(context, personId) ?? throw new ThaIdException("No proof is under way in this browser.");
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = CallbackPath });
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
        return new ProofAnswer(ProveIdentity.ThaId, proven.Level.Length > 0 ? proven.Level : "?", vault.Seal(citizen!),
            proven.Name);
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
                && journey.PersonId == personId && journey.Until > clock.GetUtcNow() ? journey : null;
        }
        catch (CryptographicException)
        {
            // Somebody else's, or older than our keys: as good as none.
            return null;
        }
    }

    static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    sealed record Journey(string TaskId, string PersonId, string State, string Nonce, string Verifier, DateTimeOffset Until);
}
