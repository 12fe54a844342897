using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>What a late addition or removal (C-05) means when the sites of its local government are there already.</summary>
static class LateSites
{
    /// <summary>Makes the site of a unit that comes late, and sends its link when the others have theirs.</summary>
    public static async Task OpenAsync(Transaction transaction, Tools tools, SubUnit unit, string rule, DateTimeOffset now)
    {
        var linked = await transaction.QueryAsync<long>(
            "select case when linked_at is null then 0 else 1 end from sites where organisation_code = @OrganisationCode",
            new { unit.OrganisationCode });
        if (linked.Count == 0)
            return;
        await Site.CreateAsync(transaction, unit, released: false, rule, now);
        if (linked.Contains(1))
            await SiteMail.LinksAsync(transaction, tools, "site-links", unit.OrganisationCode,
                [.. (await Site.UnclaimedAsync(transaction, unit.OrganisationCode)).Where(site => site.SubUnitId == unit.Id)],
                linkDays: 0, $"late:{unit.Id}", now);
    }

    /// <summary>Ends whoever holds the site of a unit that is gone, and its links; the rows stay.</summary>
    public static async Task CloseAsync(
        Transaction transaction, string unitId, string organisation, string reason, string by, DateTimeOffset now)
    {
        if (await transaction.FirstAsync<string>("select id from sites where sub_unit_id = @unitId", new { unitId }) is { } site)
            SiteHandOver.End(transaction, site, reason, by, now);
        Site.WakeWhoWaits(transaction, organisation, now);
    }
}
