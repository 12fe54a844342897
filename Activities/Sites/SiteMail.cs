using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>Mails about sites: to central mailboxes, watched until they arrive, and to people. None holds a password
/// (T20).</summary>
static class SiteMail
{
    /// <summary>Mails new links for these sites to the organisation's central mailbox (C-14).</summary>
    public static async Task LinksAsync(Transaction transaction, Tools tools, string template, string organisation,
        IReadOnlyList<Site> sites, int linkDays, string key, DateTimeOffset now, DateTimeOffset? sendAt = null)
    {
        if (sites.Count == 0)
            return;
        var lines = new List<Dictionary<string, object?>>();
        foreach (var site in sites)
        {
            var token = SiteLink.Create(transaction, site.Id, linkDays, now);
            transaction.Write("update sites set linked_at = coalesce(linked_at, @now) where id = @Id", new { now, site.Id });
            lines.Add(new()
            {
                ["code"] = site.Code,
                ["name"] = site.NameTh,
                ["person"] = site.PersonName,
                ["link"] = $"{tools.PublicUrl}/site/{token}",
            });
        }
        await ToMailboxAsync(transaction, tools, template, organisation, new() { ["sites"] = lines, ["count"] = sites.Count },
            key, now, sendAt);
    }

    /// <summary>A mail to the central mailbox; one that is refused raises the alarm (<see cref="MailboxAlarms"/>).</summary>
    public static async Task ToMailboxAsync(Transaction transaction, Tools tools, string template, string organisation,
        Dictionary<string, object?> more, string key, DateTimeOffset now, DateTimeOffset? sendAt = null)
    {
        var where = await Organisation.GetAsync(transaction, organisation);
        var mailbox = new Person
        {
            Id = $"mailbox-{organisation}",
            GivenNameTh = where.NameTh,
            NameEn = where.NameEn,
            Email = where.Email,
        };
        CaseMail.Queue(transaction, now, tools, template, mailbox, await ModelAsync(transaction, where, more, now), key,
            sendAt: sendAt,
            about: new MailSubject(null, organisation));
        transaction.Write(
            """
            insert into site_mails (outbox_key, organisation_code, queued_at) values (@key, @organisation, @now)
            on conflict (outbox_key) do nothing
            """, new { key = $"{CaseMail.Channel}:{key}:{mailbox.Id}", organisation, now });
    }

    /// <summary>A mail to everybody who has one of these roles there.</summary>
    public static async Task ToRolesAsync(Transaction transaction, Tools tools, string template, string about, string at,
        string[] roles, Dictionary<string, object?> more, string key, DateTimeOffset now)
    {
        var where = await Organisation.GetAsync(transaction, about);
        var model = await ModelAsync(transaction, where, more, now);
        var told = new HashSet<string>();
        foreach (var role in roles)
            foreach (var person in await Person.InRoleAsync(transaction, at, role, now))
                if (told.Add(person.Id))
                    CaseMail.Queue(transaction, now, tools, template, person, model, key, about: new MailSubject(null, about));
    }

    static async Task<Dictionary<string, object?>> ModelAsync(
        Transaction transaction, Organisation where, Dictionary<string, object?> more, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, "C-15", now);
        (model["organisationTh"], model["organisationEn"]) = (where.NameTh, where.NameEn);
        model["systemUrl"] = "https://laas.dla.go.th";
        model["manualUrl"] = "https://kmlaas.dla.go.th";
        foreach (var (name, value) in more)
            model[name] = value;
        return model;
    }

    public static Dictionary<string, object?> About(Site site) => new()
    {
        ["unit"] = $"{site.Code} {site.NameTh}",
        ["kindTh"] = SubUnitKind.Thai(site.Kind),
        ["kindEn"] = SubUnitKind.English(site.Kind),
    };
}
