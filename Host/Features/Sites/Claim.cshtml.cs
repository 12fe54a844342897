using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.OwnAccount;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Sites;

/// <summary>
/// A mailed claim link (C-15). Opening it, by whatever machine, changes nothing; each step is a form. Between the steps a
/// cookie holds a secret that only this browser knows.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(SecurityParts.MailLinks)]
public sealed class ClaimModel(
    SiteClaims claims, Database database, Tools tools, ThaIdSettings thaId, TimeProvider clock, Texts texts) : PageModel
{
    public const int Identity = 1;
    public const int Address = 2;
    public const int Code = 3;
    public const int Password = 4;
    public const int Claimed = 5;

    [BindProperty]
    public string? CitizenId { get; set; }

    [BindProperty]
    public string? NameTh { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? OneTimeCode { get; set; }

    [BindProperty]
    public string? New { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    /// <summary>Null when the link is over, or never was.</summary>
    public Site? Site { get; private set; }

    public Organisation Organisation { get; private set; } = null!;

    public SiteClaimant? Claimant { get; private set; }

    public AwaitClaims.Values Rules { get; private set; } = null!;

    public int Step { get; private set; }

    public bool HasThaId => thaId.IsConnected;

    public bool HasStandIn => !HasThaId && tools.AllowsStandIn;

    string? Secret => ClaimCookie.Read(HttpContext);

    public async Task<IActionResult> OnGetAsync(string token) =>
        await ReadAsync(token) ? Page() : new PageResult { StatusCode = StatusCodes.Status404NotFound };

    public async Task<IActionResult> OnPostProveAsync(string token)
    {
        if (!HasStandIn)
            return NotFound();
        return await DoAsync(token, async () =>
        {
            if (!Activities.People.CitizenId.TryParse(CitizenId, out var citizen))
                throw new RefusedException("citizen-id", "เลขประจำตัวประชาชนไม่ถูกต้อง", "That is no citizen id.");
            if (string.IsNullOrWhiteSpace(NameTh))
                throw new RefusedException("name", "โปรดกรอกชื่อ–สกุล", "Enter the name.");
            ClaimCookie.Keep(HttpContext, await claims.ProveAsync(token, new SiteProof(citizen!, NameTh, ProveIdentity.StandIn)));
        });
    }

    public Task<IActionResult> OnPostEmailAsync(string token) =>
        DoAsync(token, () => claims.GiveEmailAsync(token, Secret, Email ?? ""));

    public Task<IActionResult> OnPostCodeAsync(string token) =>
        DoAsync(token, () => claims.UseCodeAsync(token, Secret, OneTimeCode));

    public async Task<IActionResult> OnPostFinishAsync(string token)
    {
        if (!await ReadAsync(token))
            return new PageResult { StatusCode = StatusCodes.Status404NotFound };
        NewPassword.Check(ModelState, texts, New, Again);
        if (!ModelState.IsValid)
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        return await DoAsync(token, async () =>
        {
            PasswordRules.Require(New!, Claimant?.Email ?? "@");
            await claims.FinishAsync(token, Secret, Accounts.HashPassword(New!));
            ClaimCookie.Drop(HttpContext);
        });
    }

    async Task<IActionResult> DoAsync(string token, Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            if (!await ReadAsync(token))
                return new PageResult { StatusCode = StatusCodes.Status404NotFound };
            ModelState.AddModelError(FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        return Redirect($"/site/{token}");
    }

    string FieldOf(string code) => code switch
    {
        "citizen-id" => nameof(CitizenId),
        "name" or "not-named" => nameof(NameTh),
        "email" or "email-taken" => nameof(Email),
        "password-new" => nameof(New),
        _ when code.StartsWith("code-", StringComparison.Ordinal) && Step == Code => nameof(OneTimeCode),
        _ => "",
    };

    async Task<bool> ReadAsync(string token)
    {
        if (await SiteLink.FindAsync(database, token) is not { } link)
            return false;
        var isUsed = link.EndReason == SiteLink.Used;
        if (!link.IsOpen(clock.GetUtcNow()) && !isUsed || await Site.FindAsync(database, link.SiteId) is not { } site)
            return false;
        Site = site;
        Organisation = (await Organisation.FindAsync(database, site.OrganisationCode))!;
        Rules = await claims.RulesAsync();
        Claimant = await claims.ClaimantAsync(site.Id, Secret);
        Step = isUsed ? Claimed : Claimant switch
        {
            null => Identity,
            { Email: null } => Address,
            { EmailProvenAt: null } => Code,
            _ => Password,
        };
        return true;
    }
}
