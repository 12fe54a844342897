using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>One's own list, and for those who follow others the local governments in their scope with how far theirs
/// are.</summary>
public sealed class IndexModel(Database database, CurrentActor current) : PageModel
{
    const int PageSize = 40;

    static readonly string[] Types = [.. OrganisationType.All.Select(type =>
        type.Code).Where(OrganisationType.IsLocalGovernment)];

    const string Counts =
        """
        (select count(*) from sub_units u where u.organisation_code = o.code and u.removed_at is null) as total,
        (select count(*) from sub_units u where u.organisation_code = o.code and u.removed_at is null and u.state = 'confirmed')
            as confirmed,
        (select count(*) from sub_units u where u.organisation_code = o.code and u.removed_at is null and u.state = 'disputed')
            as disputed
        """;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>"open", "disputed" or "none".</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Row> Mine { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string? First => After is null ? null : Address(null);

    public bool IsDepartment => SubUnitAuthority.IsDepartment(current.Actor);

    public long LateOpen { get; private set; }

    public bool SeesOthers => current.Actor.SeesTheCountry || current.Actor.Is(Role.Coordinator);

    public async Task OnGetAsync()
    {
        var mine = current.Actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count > 0)
            Mine = await database.QueryAsync<Row>(
                $"""
                select o.code, o.name_th, o.name_en, {Counts} from organisations o
                where o.code in @mine and o.type in @Types order by o.code
                """,
                new { mine, Types });
        if (IsDepartment)
            LateOpen = await database.FirstAsync<long>("select count(*) from late_changes where decided_at is null");
        if (SeesOthers)
            await ShowOthersAsync();
    }

    async Task ShowOthersAsync()
    {
        var arguments = new Dictionary<string, object?> { ["types"] = Types, ["limit"] = PageSize + 1 };
        var rows = await database.QueryAsync<Row>(
            $"""
            select * from (
                select o.code, o.name_th, o.name_en, {Counts} from organisations o
                where {InScope.Organisations(current.Actor, After, Q, arguments)}
            ) found
            where {ShowCondition()} order by code limit @limit
            """, arguments);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Address(Rows[^1].Code) : null;
    }

    string ShowCondition() => Show switch
    {
        "open" => "confirmed < total",
        "disputed" => "disputed > 0",
        "none" => "total = 0",
        _ => "1 = 1",
    };

    string Address(string? after) => PageAddress.Of("/sub-units", ("q", Q), ("show", Show), ("after", after));

    /// <summary>A local government with the states of its list.</summary>
    public sealed class Row
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Total { get; init; }
        public long Confirmed { get; init; }
        public long Disputed { get; init; }
    }
}
