using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// The organisations of a simulation, drawn by lot from an invented country of the true size: those the definition covers
/// first, then the others, who will be refused. State agencies are staffed, and each province has its coordinator.
/// </summary>
sealed class Country
{
    Country(IReadOnlyList<OrganisationRow> chosen, IReadOnlyList<OrganisationRow> all)
    {
        Chosen = chosen;
        ByCode = all.ToDictionary(row => row.Code);
    }

    /// <summary>The local governments that take part, in the order of their codes.</summary>
    public IReadOnlyList<OrganisationRow> Chosen { get; }

    public IReadOnlyDictionary<string, OrganisationRow> ByCode { get; }

    public static Country Draw(Random random, int seed, int organisations, RequestRules.Values? rules)
    {
        var all = InventedCountry.Generate(seed);
        var lot = all.Where(row => OrganisationType.IsLocalGovernment(row.Type)).ToArray();
        random.Shuffle(lot);
        var chosen = lot.OrderBy(row => rules?.CoveredTypes.Contains(row.Type) == false ? 1 : 0).Take(organisations);
        return new Country([.. chosen.OrderBy(row => row.Code, StringComparer.Ordinal)],
            [.. all.Where(row => !OrganisationType.IsLocalGovernment(row.Type)), .. chosen]);
    }

    public async Task SettleAsync(Database database, Cast cast, RequestRules.Values? rules, int reviewers, DateTimeOffset since)
    {
        await OrganisationTree.StoreAsync(database, [.. ByCode.Values], DateOnly.FromDateTime(since.UtcDateTime));
        await database.WriteAsync(transaction =>
        {
            foreach (var row in ByCode.Values)
                Staff(transaction, cast, row, rules, reviewers, since);
            return Task.CompletedTask;
        });
    }

    /// <summary>The class of organisation of an inbox: a state agency's code, or the type.</summary>
    public string ClassOf(string organisation) => !ByCode.TryGetValue(organisation, out var row) ? "?"
        : row.Type == OrganisationType.Centre ? row.Code : row.Type;

    /// <summary>False for the state's own agencies and offices.</summary>
    public bool IsLocal(string organisation) =>
        ByCode.TryGetValue(organisation, out var row) && OrganisationType.IsLocalGovernment(row.Type);

    static void Staff(
        Transaction transaction, Cast cast, OrganisationRow row, RequestRules.Values? rules, int reviewers, DateTimeOffset since)
    {
        switch (row.Type)
        {
            case OrganisationType.Centre:
                for (var i = 0; i < reviewers; i++)
                    cast.Enter(transaction, row, Role.Reviewer, since);
                cast.Enter(transaction, row, Role.Director, since);
                break;
            case OrganisationType.Province:
                cast.Enter(transaction, row, Role.Coordinator, since);
                break;
            case var type when OrganisationType.IsLocalGovernment(type):
                cast.Enter(transaction, row, Role.Executive, since);
                cast.Enter(transaction, row, Role.Clerk, since);
                for (var seat = 0; seat < Math.Max(1, rules?.SeatsOf(type) ?? 1); seat++)
                    cast.Enter(transaction, row, Role.Officer, since);
                break;
        }
    }
}
