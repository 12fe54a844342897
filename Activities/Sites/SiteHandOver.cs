using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>
/// Names who gets a unit's account, and hands it over when that person leaves: the old holder ends, and a new link goes to the
/// central mailbox (left open: who_claims, hand_over).
/// </summary>
public sealed class SiteHandOver(Database database, SiteClaims claims, Tools tools, TimeProvider clock)
{
    const string Rule = "C-15";

    /// <summary>Names the person; a claim that waits is then theirs.</summary>
    /// <exception cref="RefusedException">Not their executive or clerk, or no name.</exception>
    public Task NameAsync(string siteId, string personName, Actor actor) => database.WriteAsync(async transaction =>
        Name(transaction, await OwnAsync(transaction, siteId, actor), personName, actor));

    /// <summary>Ends the holder, names the next one, and sends a new link.</summary>
    /// <exception cref="RefusedException">Not their executive or clerk, no name, or no reason.</exception>
    public async Task ReplaceAsync(string siteId, string personName, string reason, Actor actor)
    {
        var rules = await claims.RulesAsync();
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var site = await OwnAsync(transaction, siteId, actor);
            Name(transaction, site, personName, actor);
            var why = SubUnitRefusals.Reason(reason);
            End(transaction, site.Id, why, actor.PersonId, now);
            AuditTrail.Add(transaction, now, actor.PersonId, "site-handed-over", Site.Subject, site.Id, site.OrganisationCode,
                Rule,
                why);
            await SiteMail.LinksAsync(transaction, tools, "site-links", site.OrganisationCode,
                [(await Site.FindAsync(transaction, siteId))!], rules.LinkDays, $"hand-over:{site.Id}:{now.UtcTicks}", now);
        });
    }

    /// <summary>Sends new links for everything of one's own that nobody has claimed.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="RefusedException">Not one's own.</exception>
    public async Task<int> SendAgainAsync(string organisation, Actor actor)
    {
        var rules = await claims.RulesAsync();
        return await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (!SubUnitAuthority.IsOwn(actor, organisation)
                && !await SubUnitAuthority.IsProvinceAsync(transaction, actor, organisation))
                throw SiteRefusals.NotYourSite();
            var sites = (await Site.UnclaimedAsync(transaction, organisation)).Where(site => site.LinkedAt is not null).ToList();
            await SiteMail.LinksAsync(transaction, tools, "site-links", organisation, sites, rules.LinkDays,
                $"again:{organisation}:{now.UtcTicks}", now);
            return sites.Count;
        });
    }

    /// <summary>Ends whoever holds a site, and the links to it; the address is free again when it serves no other site.</summary>
    internal static void End(Transaction transaction, string siteId, string reason, string by, DateTimeOffset now)
    {
        transaction.Write(
            """
            delete from site_emails where citizen_hash in (
                select citizen_hash from site_holders where site_id = @siteId and to_at is null)
            and not exists (select 1 from site_holders h where h.citizen_hash = site_emails.citizen_hash
                and h.to_at is null and h.site_id <> @siteId)
            """, new { siteId });
        transaction.Write(
            """
            update site_holders set to_at = @now, end_reason = @reason, ended_by = @by where site_id = @siteId and to_at is null
            """, new { now, reason, by, siteId });
        transaction.Write("update sites set claimed_at = null where id = @siteId", new { siteId });
        transaction.Write("delete from site_claimants where site_id = @siteId", new { siteId });
        SiteLink.End(transaction, siteId, "handed-over", now);
    }

    static async Task<Site> OwnAsync(Transaction transaction, string siteId, Actor actor)
    {
        transaction.Lock("select id from sites where id = @siteId", new { siteId });
        return await Site.FindAsync(transaction, siteId) is { } site
            && actor.In(site.OrganisationCode, Role.Executive, Role.Clerk) is not null ? site : throw SiteRefusals.NotYourSite();
    }

    // Naming is no correction of the list: what the province confirmed stays confirmed.
    void Name(Transaction transaction, Site site, string personName, Actor actor)
    {
        var name = ThaiText.Normalise(personName);
        if (name.Length is < 3 or > 100 || !name.Any(letter => letter is >= 'ก' and <= 'ฮ'))
            throw SiteRefusals.NameNeeded();
        transaction.Write(
            "update sub_units set person_name = @name, citizen_hash = null, citizen_masked = null where id = @SubUnitId",
            new { name, site.SubUnitId });
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "site-person-named", Site.Subject, site.Id,
            site.OrganisationCode, Rule, $"{(site.PersonName.Length == 0 ? "-" : site.PersonName)} → {name}");
    }
}
