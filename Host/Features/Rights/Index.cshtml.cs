using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rights;

/// <summary>
/// The rights of one's own organisations under every circular (A-11, B-04), and for those who follow others the organisations in
/// their scope, each with a light for every seat, for one system.
/// </summary>
public sealed class IndexModel(Database database, Filing filing, CurrentActor current) : PageModel
{
    const int PageSize = 40;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>"none", "some" or "all" of the seats held.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Held { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The system to look at; that of circular A when nothing is chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "system")]
    public string? Chosen { get; set; }

    public IReadOnlyList<(Organisation Organisation, SystemOfRights System, SeatTable Seats)> Mine { get; private set; } = [];

    public IReadOnlyList<SystemOfRights> Systems { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string? First => After is null ? null : Address(null);

    public SystemOfRights System { get; private set; } = null!;

    public bool SeesOthers => current.Actor.SeesTheCountry || current.Actor.Is(Role.Coordinator);

    RequestRules.Values Rules => System.Rules;

    public async Task OnGetAsync()
    {
        Systems = await SystemOfRights.AllAsync(filing);
        System = Systems.FirstOrDefault(system => system.System == Chosen) ?? Systems[0];
        await ShowMineAsync();
        if (SeesOthers)
            await ShowOthersAsync();
    }

    /// <summary>How many lights an organisation has: its seats, or one where there is no limit.</summary>
    public int Lights(Row row) => Math.Max(1, Rules.SeatsOf(row.Type));

    async Task ShowMineAsync()
    {
        var mine = current.Actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count == 0)
            return;
        var organisations = await database.QueryAsync<Organisation>(
            "select * from organisations where code in @mine order by code", new { mine });
        var tables = new List<(Organisation, SystemOfRights, SeatTable)>();
        foreach (var organisation in organisations)
            foreach (var (system, seats) in await SystemOfRights.TablesAsync(database, filing, organisation))
                tables.Add((organisation, system, seats));
        Mine = tables;
    }

    async Task ShowOthersAsync()
    {
        var arguments =
            new Dictionary<string, object?>
            {
                ["system"] = System.System,
                ["types"] = Rules.CoveredTypes,
                ["limit"] = PageSize + 1,
            };
        var rows = await database.QueryAsync<Row>(
            $"""
            select * from (
                select o.code, o.name_th, o.name_en, o.type, {Seats()} as seats,
                    (select count(*) from rights r where r.system = @system and r.organisation_code = o.code
                        and r.valid_to is null
                        and r.suspended_at is null) as held,
                    (select count(*) from rights r where r.system = @system and r.organisation_code = o.code
                        and r.valid_to is null
                        and r.suspended_at is not null) as suspended,
                    (select count(*) from requests q where q.system = @system and q.organisation_code = o.code
                        and q.closed_at is null) as asked
                from organisations o where {InScope.Organisations(current.Actor, After, Q, arguments)}
            ) found
            where {HeldCondition()}
            order by code limit @limit
            """, arguments);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Address(Rows[^1].Code) : null;
    }

    // The rules are ours, not the visitor's: known types and whole numbers.
    string Seats() => "case o.type " + string.Concat(Rules.CoveredTypes.Where(OrganisationType.IsKnown)
        .Select(type => $"when '{type}' then {Math.Max(1, Rules.SeatsOf(type))} ")) + "else 1 end";

    string HeldCondition() => Held switch
    {
        "none" => "held = 0",
        "some" => "held > 0 and held < seats",
        "all" => "held >= seats",
        _ => "1 = 1",
    };

    string Address(string? after) => PageAddress.Of("/rights", ("system", Chosen), ("q", Q), ("held", Held), ("after", after));

    /// <summary>An organisation with the number of its rights.</summary>
    public sealed class Row
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Type { get; init; } = "";
        public long Seats { get; init; }
        public long Held { get; init; }
        public long Suspended { get; init; }
        public long Asked { get; init; }
    }
}
