using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rights;

/// <summary>
/// The seats of one's own organisations, and for those who follow others the organisations in their scope, each with
/// a light for every seat.
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

    public IReadOnlyList<(Organisation Organisation, SeatTable Seats)> Mine { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string? First => After is null ? null : Address(null);

    public string System { get; private set; } = "";

    public bool SeesOthers => current.Actor.SeesTheCountry || current.Actor.Is(Role.Coordinator);

    RequestRules.Values rules = null!;

    public async Task OnGetAsync()
    {
        rules = await filing.RulesAsync();
        System = rules.Systems[0];
        await ShowMineAsync();
        if (SeesOthers)
            await ShowOthersAsync();
    }

    /// <summary>How many lights an organisation has: its seats, or one where there is no limit.</summary>
    public int Lights(Row row) => Math.Max(1, rules.SeatsOf(row.Type));

    async Task ShowMineAsync()
    {
        var mine = current.Actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count == 0)
            return;
        var organisations = await database.QueryAsync<Organisation>(
            "select * from organisations where code in @mine order by code", new { mine });
        var tables = new List<(Organisation, SeatTable)>();
        foreach (var organisation in organisations)
            tables.Add(
                (organisation, await SeatTable.OfAsync(database, organisation.Code, System, rules.SeatsOf(organisation.Type))));
        Mine = tables;
    }

    async Task ShowOthersAsync()
    {
        var arguments =
            new Dictionary<string, object?> { ["system"] = System, ["types"] = rules.CoveredTypes, ["limit"] = PageSize + 1 };
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
                from organisations o where {Conditions(arguments)}
            ) found
            where {HeldCondition()}
            order by code limit @limit
            """, arguments);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Address(Rows[^1].Code) : null;
    }

    // The rules are ours, not the visitor's: known types and whole numbers.
    string Seats() => "case o.type " + string.Concat(rules.CoveredTypes.Where(OrganisationType.IsKnown)
        .Select(type => $"when '{type}' then {Math.Max(1, rules.SeatsOf(type))} ")) + "else 1 end";

    string HeldCondition() => Held switch
    {
        "none" => "held = 0",
        "some" => "held > 0 and held < seats",
        "all" => "held >= seats",
        _ => "1 = 1",
    };

    string Conditions(Dictionary<string, object?> arguments)
    {
        List<string> all = [InScope.Where(current.Actor, "o.path", arguments), "o.type in @types"];
        if (!string.IsNullOrEmpty(After))
        {
            all.Add("o.code > @after");
            arguments["after"] = After;
        }
        if (!string.IsNullOrWhiteSpace(Q))
        {
            all.Add("(o.name_th like @text escape '!' or lower(o.name_en) like @text escape '!' "
                + "or o.code like @text escape '!')");
            arguments["text"] = LikeText.Containing(Q);
        }
        return string.Join(" and ", all);
    }

    string Address(string? after)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("q", Q), ("held", Held), ("after", after)])
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        return "/rights" + query;
    }

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
