using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Engine;

/// <summary>Rules about the stored state that hold between any two transactions, whatever happened before.</summary>
static class Books
{
    static readonly (string Rule, string Offenders)[] Rules =
    [
        ("an instance that is over has no bookmarks",
            """
            select i.id from instances i join bookmarks b on b.instance_id = i.id where i.status in ('Finished', 'Cancelled')
            """),
        ("an instance that is over has no open incidents",
            """
            select i.id from instances i join incidents n on n.instance_id = i.id
            where i.status in ('Finished', 'Cancelled') and n.resolved_at is null
            """),
        ("an instance says when it was over, and only then",
            "select id from instances where (status in ('Finished', 'Cancelled')) <> (finished_at is not null)"),
        ("an instance that is not over has a bookmark or an open incident",
            """
            select id from instances i where status not in ('Finished', 'Cancelled')
            and not exists (select 1 from bookmarks b where b.instance_id = i.id)
            and not exists (select 1 from incidents n where n.instance_id = i.id and n.resolved_at is null)
            """),
        ("an instance is Faulted as long as it has an open incident, and no longer",
            """
            select id from instances i where (status = 'Faulted')
                <> exists (select 1 from incidents n where n.instance_id = i.id and n.resolved_at is null)
            """),
        ("every bookmark has its instance",
            "select b.id from bookmarks b where not exists (select 1 from instances i where i.id = b.instance_id)"),
        ("a journal counts from one without gaps",
            "select instance_id from journal group by instance_id having count(*) <> max(sequence) or min(sequence) <> 1"),
        ("an outbox item that is over is not due",
            "select id from outbox where due_at is not null and (done_at is not null or failed_at is not null)"),
    ];

    public static async Task MustBalanceAsync(Database database, DefinitionStore definitions)
    {
        foreach (var (rule, offenders) in Rules)
            Assert.That(await database.QueryAsync<string>(offenders), Is.Empty, rule);
        foreach (var instance in await database.QueryAsync<Row>(
            "select id, definition_id, version, state from instances where status not in ('Finished', 'Cancelled')"))
            await LeavesMustHaveBookmarksAsync(database, instance,
                await definitions.GetAsync(instance.DefinitionId, instance.Version));
    }

    static async Task LeavesMustHaveBookmarksAsync(Database database, Row instance, WorkflowDefinition definition)
    {
        var kept = await database.QueryAsync<string>(
            """
            select node_id from bookmarks where instance_id = @Id
            union all select node_id from incidents where instance_id = @Id and resolved_at is null
            """, new { instance.Id });
        using var state = JsonDocument.Parse(instance.State);
        if (kept.Contains(definition.Root.NodeId))
            return;
        Assert.That(kept, Is.EquivalentTo(RunningLeaves(state.RootElement, definition)),
            $"what runs in {instance.Id} is what its bookmarks and incidents stand at");
    }

    static List<string> RunningLeaves(JsonElement state, WorkflowDefinition definition)
    {
        if (!state.TryGetProperty("f", out var scopes))
            return [];
        var entered = scopes.EnumerateObject().ToDictionary(scope => scope.Name, scope => scope.Value);
        return [.. entered.SelectMany(scope => Running(scope.Value)
            .Select(index => definition.Nodes[scope.Key].Children[index].NodeId)).Where(node => !entered.ContainsKey(node))];
    }

    // The children under way are the last list of a container's state.
    static IEnumerable<int> Running(JsonElement scope) => scope[scope.GetArrayLength() - 1].EnumerateArray().Select(index =>
        index.GetInt32());

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string DefinitionId { get; init; } = "";
        public int Version { get; init; }
        public string State { get; init; } = "";
    }
}
