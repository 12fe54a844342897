using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>What a person is, where, from when to when, and in which capacity.</summary>
public sealed class Membership
{
    public string Id { get; init; } = "";
    public string PersonId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string Role { get; init; } = "";
    public string Capacity { get; init; } = People.Capacity.Own;
    public string? OrderNumber { get; init; }

    /// <summary>Whose place a deputy takes; null for an office that is vacant.</summary>
    public string? ForPerson { get; init; }

    /// <summary>The one circular that a deputy's order covers; null for all of the office.</summary>
    public string? CircularId { get; init; }

    public DateTimeOffset ValidFrom { get; init; }
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>The organisation's place in the tree; filled when read for a scope.</summary>
    public string Path { get; init; } = "";

    /// <summary>Own capacity first: who holds an office needs no order to act in it.</summary>
    public static Task<IReadOnlyList<Membership>> OfAsync(Transaction transaction, string person, DateTimeOffset at) =>
        transaction.QueryAsync<Membership>(OfPerson, new { person, at });

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into memberships
            (id, person_id, organisation_code, role, capacity, order_number, for_person, circular_id, valid_from, valid_to)
        values (@Id, @PersonId, @OrganisationCode, @Role, @Capacity, @OrderNumber, @ForPerson, @CircularId, @ValidFrom,
            @ValidTo)
        """, this);

    /// <summary>Whether what rests on this clause is within the order; an own office has no such limit.</summary>
    /// <param name="rule">A clause such as "A-07", which names its circular; null is within no limited order.</param>
    public bool Covers(string? rule) =>
        CircularId is null || rule?.StartsWith(CircularId + "-", StringComparison.Ordinal) == true;

    const string OfPerson =
        """
        select m.*, o.path from memberships m join organisations o on o.code = m.organisation_code
        where m.person_id = @person and m.valid_from <= @at and (m.valid_to is null or m.valid_to > @at)
        order by case m.capacity when 'own' then 0 else 1 end, m.valid_from, m.id
        """;
}
