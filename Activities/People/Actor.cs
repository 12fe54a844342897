using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// Who is asking, with what they are today. Every reading query of a screen is limited by <see cref="MaySee"/> or
/// <see cref="Scope"/>; what lies outside is "not found".
/// </summary>
public sealed class Actor(Person person, IReadOnlyList<Membership> memberships)
{
    public string PersonId => person.Id;

    public Person Person => person;

    public IReadOnlyList<Membership> Memberships => memberships;

    /// <summary>True when every organisation may be looked at (but not acted for).</summary>
    public bool SeesTheCountry => memberships.Any(membership => Role.SeesTheCountry(membership.Role));

    /// <summary>The subtrees this person may look at, as path prefixes.</summary>
    public IReadOnlyList<string> Scope => SeesTheCountry ? ["/"]
        : [.. memberships.Select(membership => membership.Path).Distinct()];

    public bool Is(string role) => memberships.Any(membership => membership.Role == role);

    public bool MaySee(string path) => Scope.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The membership by which this person acts in a role of an organisation, or null.</summary>
    public Membership? In(string organisation, string role) =>
        memberships.FirstOrDefault(membership => membership.OrganisationCode == organisation && membership.Role == role);

    public Membership? In(string organisation, params IEnumerable<string> roles) =>
        roles.Select(role => In(organisation, role)).FirstOrDefault(membership => membership is not null);

    // Both together, since every request asks for it.
    public static async Task<Actor?> FindAsync(IQueries queries, string personId, DateTimeOffset at)
    {
        var rows = await queries.QueryAsync<PersonInOffice>(PersonInOffice.Query, new { personId, at });
        return rows is [var first, ..]
            ? new Actor(first.Person, [.. rows.Where(row => row.MembershipId is not null).Select(row => row.Membership)])
            : null;
    }

    public static async Task<Actor> GetAsync(Transaction transaction, string personId, DateTimeOffset at) =>
        await FindAsync(transaction, personId, at) ?? throw new KeyNotFoundException($"There is no person '{personId}'.");
}
