using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>What runs under a circular: an instance of each organisation it was sent to, and open requests.</summary>
static class RunningCases
{
    /// <summary>Instance and organisation of each; arguments: <see cref="Of"/>.</summary>
    public const string Query =
        """
        select i.id, substr(i.correlation_id, length(@circular) + 2) as organisation_code from instances i
        where i.correlation_id >= @first and i.correlation_id < @last and i.status in ('Suspended', 'Faulted')
        union select q.instance_id, q.organisation_code from requests q
        where q.circular_id = @circular and q.closed_at is null
        """;

    /// <summary>An instance with the workflows it waits for, and those that they wait for.</summary>
    public const string Family =
        """
        with recursive family(id) as (
            select id from instances where id = @id
            union select c.id from family f join bookmarks b on b.instance_id = f.id
            join instances c on c.parent_bookmark_id = b.id)
        """;

    const string Withdrawn =
        "(@all = 1 or @types like '% ' || o.type || ' %' or @codes like '% ' || o.code || ' %')";

    // A colon comes right before a semicolon.
    public static object Of(string circular) => new { circular, first = circular + ":", last = circular + ";" };

    /// <summary>Writes down every case that the amendment concerns, and every right that is to end.</summary>
    /// <param name="systems">Whose rights the circular grants.</param>
    public static void List(Transaction transaction, Amendment amendment, AmendmentChanges changes, IReadOnlyList<string> systems)
    {
        var every = amendment.IsWithdrawal || changes.Dates.Count + changes.Clauses.Count > 0
            || changes.MigrationPlanId is not null;
        var arguments = new
        {
            amendment.Id,
            circular = amendment.CircularId,
            first = amendment.CircularId + ":",
            last = amendment.CircularId + ";",
            all = amendment.IsWithdrawal ? 1 : 0,
            every = every ? 1 : 0,
            types = $" {string.Join(' ', changes.WithdrawnTypes)} ",
            codes = $" {string.Join(' ', changes.WithdrawnOrganisations)} ",
            systems = $" {string.Join(' ', systems)} ",
        };
        transaction.Write(
            $"""
            insert into amendment_cases (amendment_id, subject_id, subject, organisation_code, is_closed, state)
            select @Id, c.id, 'case', o.code, case when {Withdrawn} then 1 else 0 end, 'waiting'
            from ({Query}) c join organisations o on o.code = c.organisation_code
            where @every = 1 or {Withdrawn}
            """, arguments);
        if (changes.EndsRights)
            transaction.Write(
                $"""
                insert into amendment_cases (amendment_id, subject_id, subject, organisation_code, is_closed, state)
                select @Id, r.id, 'right', o.code, 1, 'waiting'
                from rights r join organisations o on o.code = r.organisation_code left join requests q on q.id = r.request_id
                where r.valid_to is null and {Withdrawn}
                and (q.circular_id = @circular or r.request_id is null and @systems like '% ' || r.system || ' %')
                """, arguments);
    }

    /// <summary>The systems whose rights are asked for under a circular.</summary>
    public static async Task<IReadOnlyList<string>> SystemsAsync(Database database, DefinitionStore definitions, string circular)
    {
        var systems = new List<string>();
        foreach (var id in await database.QueryAsync<string>("select definition_id from published_definitions"))
            if (await definitions.FindPublishedAsync(id) is { } definition
                && definition.FirstOfType("Gov.RequestRules") is { } node
                && SettingsBinder.Constants<RequestRules.Values>(node) is var rules && rules.Circular == circular)
                systems.AddRange(rules.Systems);
        return [.. systems.Distinct()];
    }
}
