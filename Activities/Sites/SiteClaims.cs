using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>Who somebody proved to be.</summary>
/// <param name="NameTh">As ThaID gives it, with or without the title.</param>
/// <param name="Method">"ThaID", or its stand-in in Development.</param>
public sealed record SiteProof(CitizenId Citizen, string NameTh, string Method);

/// <summary>
/// The first sign-in of a sub-unit, in the order of the circular (C-15): ThaID, an e-mail address, the code sent there, a new
/// password. Then the site is claimed, by one person; anybody else is refused and the executive is told (T20).
/// </summary>
public sealed class SiteClaims(
    Database database, DefinitionStore definitions, CitizenIds citizens, Tools tools, TimeProvider clock)
{
    public const string Definition = "elaas-onboarding";

    const string Rule = "C-15";

    /// <summary>Who proved who they are goes on within so long, and who proved an address too.</summary>
    public static readonly TimeSpan ProofLife = TimeSpan.FromMinutes(30);

    /// <summary>The rules of claiming, as they are published now.</summary>
    public async Task<AwaitClaims.Values> RulesAsync() => SettingsBinder.Constants<AwaitClaims.Values>(
        (await definitions.PublishedAsync(Definition)).FirstOfType(AwaitClaims.TypeName)
            ?? throw new InvalidOperationException($"The definition '{Definition}' has no step {AwaitClaims.TypeName}."));

    /// <summary>Notes that somebody proved who they are, behind this link.</summary>
    /// <returns>A secret for their cookie; the next steps need it.</returns>
    /// <exception cref="RefusedException">The link is over, they aren't named, or somebody holds the site.</exception>
    public async Task<string> ProveAsync(string token, SiteProof proof)
    {
        var rules = await RulesAsync();
        var hash = citizens.HashOf(proof.Citizen);
        var secret = SiteLink.Secret();
        var refusal = await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await SiteLink.FindAsync(transaction, token) is not { } link || (!link.IsOpen(now)
                && link.EndReason != SiteLink.Used))
                return SiteRefusals.LinkIsOver();
            var site = (await LockAsync(transaction, link.SiteId))!;
            // Who comes after the claim hears why not, and the executive hears of them.
            if (await HolderAsync(transaction, site.Id) is { } holder)
                return await RefuseSecondAsync(transaction, site, holder, hash, proof.Citizen.Mask(), now);
            if (link.EndReason == SiteLink.Used)
                return SiteRefusals.LinkIsOver();
            if (await NamedAsync(transaction, rules, site, hash, proof.NameTh) is { } notNamed)
                return notNamed;
            transaction.Write(
                """
                insert into site_claimants (secret_hash, site_id, citizen_hash, citizen_masked, name_th, method, proven_at)
                values (@secretHash, @Id, @hash, @masked, @name, @Method, @now)
                """, new
                {
                    secretHash = SiteLink.HashOf(secret),
                    site.Id,
                    hash,
                    masked = proof.Citizen.Mask(),
                    name = ThaiText.Normalise(proof.NameTh),
                    proof.Method,
                    now,
                });
            AuditTrail.Add(transaction, now, null, "site-identity-proven", Site.Subject, site.Id, site.OrganisationCode, Rule,
                $"{proof.Citizen.Mask()} {proof.Method}");
            return null;
        });
        return refusal is null ? secret : throw refusal;
    }

    /// <summary>Takes the address and sends a code to it; again for another address or another code.</summary>
    /// <exception cref="RefusedException">No proof, no address, somebody else's address, locked, or too many codes.</exception>
    public async Task GiveEmailAsync(string token, string? secret, string email)
    {
        var rules = await RulesAsync();
        var address = email.Trim();
        Enrolment.RequireAddress(address);
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var (site, claimant) = await GetAsync(transaction, token, secret, now);
            if (!rules.SharedEmail && await OtherOwnerAsync(transaction, address, claimant.CitizenHash))
                throw SiteRefusals.EmailTaken();
            var (id, code) = await OneTimeCodes.NewAsync(transaction, site.Id, claimant.CitizenHash, rules.Codes, now);
            transaction.Write(
                "update site_claimants set email = @address, email_proven_at = null where secret_hash = @SecretHash",
                new { address, claimant.SecretHash });
            CaseMail.Queue(transaction, now, tools, "site-code",
                new Person
                {
                    Id = $"claimant-{site.Id}",
                    GivenNameTh = claimant.NameTh,
                    NameEn = claimant.NameTh,
                    Email = address
                },
                new Dictionary<string, object?>(SiteMail.About(site)) { ["code"] = code, ["minutes"] = rules.CodeMinutes },
                $"site-code:{id}", about: new MailSubject(null, site.OrganisationCode));
        });
    }

    /// <summary>Uses the code; a wrong try is counted (T21).</summary>
    /// <exception cref="RefusedException">No proof, wrong, too old, or locked.</exception>
    public async Task UseCodeAsync(string token, string? secret, string? code)
    {
        var rules = await RulesAsync();
        var refusal = await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var (site, claimant) = await GetAsync(transaction, token, secret, now);
            var (id, wrong) = await OneTimeCodes.TryAsync(transaction, site.Id, claimant.CitizenHash, code, rules.Codes, now);
            if (id is not null)
                transaction.Write("update site_claimants set email_proven_at = @now where secret_hash = @SecretHash",
                    new { now, claimant.SecretHash });
            return wrong;
        });
        if (refusal is not null)
            throw refusal;
    }

    /// <summary>Sets the password and claims the site.</summary>
    /// <param name="passwordHash">Of a password that keeps the rules; hashed before, so that nobody waits for it.</param>
    /// <exception cref="RefusedException">A step before is missing, or somebody else was first.</exception>
    public async Task FinishAsync(string token, string? secret, string passwordHash)
    {
        var rules = await RulesAsync();
        var refusal = await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await SiteLink.FindAsync(transaction, token) is not { } link)
                return SiteRefusals.LinkIsOver();
            var site = (await LockAsync(transaction, link.SiteId))!;
            if (await ClaimantAsync(transaction, site.Id, secret, now) is not
                {
                    Email: { } email,
                    EmailProvenAt: not null
                } claimant)
                return SiteRefusals.Begin();
            if (await HolderAsync(transaction, site.Id) is { } holder)
                return await RefuseSecondAsync(transaction, site, holder, claimant.CitizenHash, claimant.CitizenMasked, now);
            if (!link.IsOpen(now))
                return SiteRefusals.LinkIsOver();
            if (!rules.SharedEmail && !await OwnEmailAsync(transaction, email, claimant.CitizenHash))
                return SiteRefusals.EmailTaken();
            await ClaimAsync(transaction, site, claimant, email, passwordHash, now);
            return null;
        });
        if (refusal is not null)
            throw refusal;
    }

    /// <summary>Somebody on their way, by the secret in their cookie; null when there is none or it ran out.</summary>
    public Task<SiteClaimant?> ClaimantAsync(string siteId, string? secret) => database.FirstAsync<SiteClaimant>(
        SiteClaimant.Query, SiteClaimant.Arguments(siteId, secret, clock.GetUtcNow() - ProofLife));

    static async Task<Site?> LockAsync(Transaction transaction, string siteId)
    {
        transaction.Lock("select id from sites where id = @siteId", new { siteId });
        return await Site.FindAsync(transaction, siteId);
    }

    static Task<SiteClaimant?> ClaimantAsync(Transaction transaction, string siteId, string? secret, DateTimeOffset now) =>
        transaction.FirstAsync<SiteClaimant>(SiteClaimant.Query, SiteClaimant.Arguments(siteId, secret, now - ProofLife));

    static async Task<(Site, SiteClaimant)> GetAsync(Transaction transaction, string token, string? secret, DateTimeOffset now)
    {
        if (await SiteLink.FindAsync(transaction, token) is not { } link || !link.IsOpen(now))
            throw SiteRefusals.LinkIsOver();
        var site = (await LockAsync(transaction, link.SiteId))!;
        return await ClaimantAsync(transaction, site.Id, secret, now) is { } claimant ? (site, claimant)
            : throw SiteRefusals.Begin();
    }

    static Task<Holder?> HolderAsync(Transaction transaction, string siteId) => transaction.FirstAsync<Holder>(
        "select citizen_hash, name_th from site_holders where site_id = @siteId and to_at is null", new { siteId });

    static async Task<RefusedException?> NamedAsync(
        Transaction transaction, AwaitClaims.Values rules, Site site, string hash, string name)
    {
        if (rules.WhoClaims != AwaitClaims.Named || site.CitizenHash == hash)
            return null;
        var organisation = (await Organisation.GetAsync(transaction, site.OrganisationCode)).NameTh;
        if (site.CitizenHash is null && site.PersonName.Length == 0)
            return SiteRefusals.NobodyNamed(organisation);
        return site.CitizenHash is null && SitePerson.IsSame(site.PersonName, name) ? null : SiteRefusals.NotNamed(organisation);
    }

    // One mail to the executive for each stranger, however often they try.
    async Task<RefusedException> RefuseSecondAsync(
        Transaction transaction, Site site, Holder holder, string hash, string masked, DateTimeOffset now)
    {
        if (holder.CitizenHash == hash)
            return SiteRefusals.Yours();
        AuditTrail.Add(transaction, now, null, "site-second-claim", Site.Subject, site.Id, site.OrganisationCode, "C-14", masked);
        await SiteMail.ToRolesAsync(transaction, tools, "site-second-claim", site.OrganisationCode, site.OrganisationCode,
            [Role.Executive], new(SiteMail.About(site)) { ["holder"] = holder.NameTh, ["masked"] = masked },
            $"second-claim:{site.Id}:{hash[..16]}", now);
        return SiteRefusals.Taken();
    }

    static async Task<bool> OtherOwnerAsync(Transaction transaction, string email, string hash) =>
        await transaction.FirstAsync<string>("select citizen_hash from site_emails where email = @key",
            new { key = Key(email) }) is { } owner && owner != hash;

    // The address belongs to who comes first, even when two come at the same instant.
    static async Task<bool> OwnEmailAsync(Transaction transaction, string email, string hash)
    {
        await transaction.ExecuteAsync(
            "insert into site_emails (email, citizen_hash) values (@key, @hash) on conflict (email) do nothing",
            new { key = Key(email), hash });
        return !await OtherOwnerAsync(transaction, email, hash);
    }

    static string Key(string email) => email.ToLowerInvariant();

    async Task ClaimAsync(
        Transaction transaction, Site site, SiteClaimant claimant, string email, string passwordHash, DateTimeOffset now)
    {
        transaction.Write(
            """
            insert into site_holders (id, site_id, citizen_hash, citizen_masked, name_th, email, method, password_hash, from_at)
            values (@id, @siteId, @CitizenHash, @CitizenMasked, @NameTh, @email, @Method, @passwordHash, @now)
            """, new
            {
                id = Ids.New(now),
                siteId = site.Id,
                claimant.CitizenHash,
                claimant.CitizenMasked,
                claimant.NameTh,
                email,
                claimant.Method,
                passwordHash,
                now,
            });
        transaction.Write("update sites set claimed_at = @now where id = @Id", new { now, site.Id });
        transaction.Write("delete from site_claimants where site_id = @Id", new { site.Id });
        SiteLink.End(transaction, site.Id, SiteLink.Used, now);
        Site.WakeWhoWaits(transaction, site.OrganisationCode, now);
        AuditTrail.Add(transaction, now, null, "site-claimed", Site.Subject, site.Id, site.OrganisationCode, Rule,
            $"{claimant.NameTh} {claimant.CitizenMasked}");
        await SiteMail.ToMailboxAsync(transaction, tools, "site-claimed", site.OrganisationCode,
            new(SiteMail.About(site)) { ["holder"] = claimant.NameTh }, $"site-claimed:{site.Id}:{now.UtcTicks}", now);
    }

    sealed class Holder
    {
        public string CitizenHash { get; init; } = "";
        public string NameTh { get; init; } = "";
    }
}
