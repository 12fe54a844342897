using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// The organisations of a simulation, drawn by lot from an invented country of the true size: those the definition covers
/// first, then the others, who will be refused. State agencies are staffed, and each province has its coordinator.
/// </summary>
sealed class Country
{
    readonly ILookup<string, OrganisationRow> subUnits;

    Country(IReadOnlyList<OrganisationRow> chosen, IEnumerable<OrganisationRow> all)
    {
        Chosen = chosen;
        var taken = chosen.Select(row => row.Code).ToHashSet();
        subUnits = all.Where(row => row.Type == OrganisationType.SubUnit && taken.Contains(row.ParentCode!))
            .ToLookup(row => row.ParentCode!);
        ByCode = all.Where(row => row.Type != OrganisationType.SubUnit
            && (taken.Contains(row.Code) || !OrganisationType.IsLocalGovernment(row.Type))).ToDictionary(row => row.Code);
    }

    /// <summary>The local governments that take part, in the order of their codes.</summary>
    public IReadOnlyList<OrganisationRow> Chosen { get; }

    public IReadOnlyDictionary<string, OrganisationRow> ByCode { get; }

    public static Country Draw(Random random, SimulationPlan plan)
    {
        var all = InventedCountry.Generate(plan.Seed, plan.ListsSubUnits ? InventedCountry.SubUnits : 0);
        // A circular for state offices is about them; others see local governments only, covered or refused.
        var lot = all.Where(row => plan.Coverage is { } coverage
            ? coverage.CoveredTypes.Contains(row.Type) : OrganisationType.IsLocalGovernment(row.Type)).ToArray();
        random.Shuffle(lot);
        var chosen = lot.OrderBy(row => plan.CoveredTypes?.Contains(row.Type) == false ? 1 : 0).Take(plan.Organisations).ToList();
        return new Country([.. chosen.OrderBy(row => row.Code, StringComparer.Ordinal)], all);
    }

    public async Task SettleAsync(Database database, Cast cast, SimulationPlan plan)
    {
        var since = plan.Start.AddYears(-2);
        await OrganisationTree.StoreAsync(database, [.. ByCode.Values], DateOnly.FromDateTime(since.UtcDateTime));
        await database.WriteAsync(transaction =>
        {
            foreach (var row in ByCode.Values)
                foreach (var role in Offices(row.Type, plan))
                    cast.Enter(transaction, row, role, since);
            return Task.CompletedTask;
        });
    }

    /// <summary>The class of organisation of an inbox: a state agency's code, or the type.</summary>
    public string ClassOf(string organisation) => !ByCode.TryGetValue(organisation, out var row) ? "?"
        : row.Type == OrganisationType.Centre ? row.Code : row.Type;

    /// <summary>What an organisation has below it and is to list (C-03); none where the circular asks for no list.</summary>
    public IEnumerable<OrganisationRow> SubUnitsOf(string organisation) => subUnits[organisation];

    /// <summary>The province's own office above an organisation.</summary>
    public string ProvinceOf(string organisation) =>
        ByCode[organisation] is { Type: not OrganisationType.Province } row ? ProvinceOf(row.ParentCode!) : organisation;

    /// <summary>False for the state's own agencies and offices.</summary>
    public bool IsLocal(string organisation) =>
        ByCode.TryGetValue(organisation, out var row) && OrganisationType.IsLocalGovernment(row.Type);

    static string[] Offices(string type, SimulationPlan plan) => type switch
    {
        OrganisationType.Centre =>
            [.. Enumerable.Repeat(Role.Reviewer, plan.Scenario.Reviewers), Role.Director, .. Also(plan, Role.Finance)],
        OrganisationType.Province => [Role.Coordinator, .. Also(plan, Role.Executive, Role.Clerk, Role.Officer)],
        OrganisationType.District => Also(plan, Role.Coordinator, Role.Executive, Role.Clerk, Role.Officer),
        _ when OrganisationType.IsLocalGovernment(type) => [Role.Executive, Role.Clerk,
            .. Enumerable.Repeat(Role.Officer, OfficersOf(type, plan)),
            .. plan.Rules is { AccountSystem.Length: > 0 } ? (string[])[Role.AdminSso] : []],
        _ => [],
    };

    // An officer for each seat; where duties are divided, a small organisation has one person for all of them.
    static int OfficersOf(string type, SimulationPlan plan) =>
        plan.DividesDuties && type != OrganisationType.Tao ? 3 : Math.Max(1, plan.Rules?.SeatsOf(type) ?? 1);

    // Requests are between an organisation and an agency; other circulars ask provinces and districts too.
    static string[] Also(SimulationPlan plan, params string[] roles) => plan.Coverage is null ? [] : roles;
}
