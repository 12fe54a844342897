using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Sites;

/// <summary>The sites in one's scope, those that nobody has claimed first: for local government, district and province.</summary>
public sealed class IndexModel(Database database, SiteHandOver handOver, CurrentActor current, Texts texts) : PageModel
{
    const int PageSize = 50;

    /// <summary>"bounced", "claimed" or "all"; else what isn't claimed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The last row of the page before: its organisation's path and the site's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Organisation> Own { get; private set; } = [];

    public string? Next { get; private set; }

    public string? First => string.IsNullOrEmpty(After) ? null : $"/sites?show={Uri.EscapeDataString(Show ?? "")}";

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostAgainAsync(string organisation)
    {
        try
        {
            var sent = await handOver.SendAgainAsync(organisation, current.Actor);
            TempData.Say("success", texts[$"ส่งลิงก์ใหม่ {sent} หน่วยงานไปยังอีเมลกลางแล้ว",
                $"{sent} new link(s) went to the central mailbox"]);
            return Redirect("/sites");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task ReadAsync()
    {
        var mine = current.Actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count > 0)
            Own = await database.QueryAsync<Organisation>(
                """
                select * from organisations o where o.code in @mine
                and exists (select 1 from sites s
                    where s.organisation_code = o.code and s.claimed_at is null and s.linked_at is not null)
                """, new { mine });
        var arguments = new Dictionary<string, object?> { ["limit"] = PageSize + 1 };
        var rows = await database.QueryAsync<Row>(
            $"""
            select s.id, s.released, s.linked_at, s.claimed_at, u.code, u.name_th, u.person_name, o.path,
                o.name_th as organisation_th, o.name_en as organisation_en,
                (select h.name_th from site_holders h where h.site_id = s.id and h.to_at is null) as holder_th,
                exists (select 1 from site_mails m where m.organisation_code = o.code and m.bounced_at is not null) as bounced
            from organisations o join sites s on s.organisation_code = o.code join sub_units u on u.id = s.sub_unit_id
            where {Conditions(arguments)} order by o.path, s.id limit @limit
            """, arguments);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize)
            Next = $"/sites?show={Uri.EscapeDataString(Show ?? "")}"
                + $"&after={Uri.EscapeDataString($"{Rows[^1].Path} {Rows[^1].Id}")}";
    }

    string Conditions(Dictionary<string, object?> arguments)
    {
        // The range holds all there is; by it the store goes along the paths, and stops at the end of the page.
        List<string> all = ["o.path >= '/' and o.path < '0'", InScope.Where(current.Actor, "o.path", arguments),
            "u.removed_at is null", Show switch
        {
            "claimed" => "s.claimed_at is not null",
            "all" => "1 = 1",
            "bounced" => "s.claimed_at is null and exists "
                + "(select 1 from site_mails m where m.organisation_code = o.code and m.bounced_at is not null)",
            _ => "s.claimed_at is null",
        }];
        if (After?.Split(' ') is [var path, var id])
        {
            all.Add("(o.path, s.id) > (@path, @id)");
            (arguments["path"], arguments["id"]) = (path, id);
        }
        return string.Join(" and ", all);
    }

    /// <summary>A site with its unit and organisation.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public bool Released { get; init; }
        public DateTimeOffset? LinkedAt { get; init; }
        public DateTimeOffset? ClaimedAt { get; init; }
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string PersonName { get; init; } = "";
        public string Path { get; init; } = "";
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";
        public string? HolderTh { get; init; }
        public bool Bounced { get; init; }
    }
}
