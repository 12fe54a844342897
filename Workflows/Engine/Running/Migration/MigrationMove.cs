using System.Text.Json;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>
/// Moves one instance, locked, to another version and back. A bookmark keeps its id, its due time and its payload; only the
/// step it stands at is named anew. So a mailed link, a task and its deadline stay as they are.
/// </summary>
static class MigrationMove
{
    /// <param name="by">Whose name stands in the instance's journal.</param>
    public static async Task<MigrationResult> ToAsync(
        Transaction transaction, MigrationMap map, string instanceId, string? by, DateTimeOffset now)
    {
        var instance = await Instance.LockAsync(transaction, instanceId);
        if (instance is null || instance.IsOver)
            return new MigrationResult(MigrationResult.Over);
        if (instance.DefinitionId != map.From.DefinitionId || instance.Version != map.From.Version)
            return instance.DefinitionId == map.To.DefinitionId && instance.Version == map.To.Version
                ? new MigrationResult(MigrationResult.WasThere)
                : MigrationResult.OtherVersion(instance);
        var state = InstanceState.Read(instance.State);
        var occupied = await OccupiedPlaces.OfAsync(transaction, instanceId);
        var translation = MigrationTranslation.Of(map, state, occupied);
        if (translation.Problems.Count > 0)
            return MigrationResult.Of(translation.Problems);
        var before = Places.Of(occupied, state);
        Settle(transaction, instance, state, translation.Places, translation.Scopes,
            (map.From.Version, map.To.Version, map.To.Root.NodeId), by, now);
        return new MigrationResult(MigrationResult.Moved) { Sequence = state.Sequence, Places = before.ToString() };
    }

    /// <summary>Back to where it stood, if nothing happened since: nobody answered, and no step was done.</summary>
    public static async Task<MigrationResult> BackAsync(
        Transaction transaction, MigrationMap map, InstanceMigrationRow moved, string? by, DateTimeOffset now)
    {
        var instance = await Instance.LockAsync(transaction, moved.InstanceId);
        if (instance is null || instance.IsOver || instance.Version != map.To.Version)
            return MigrationResult.MovedOn();
        var state = InstanceState.Read(instance.State);
        var before = Places.Read(moved.Places!);
        var occupied = await OccupiedPlaces.OfAsync(transaction, moved.InstanceId);
        if (state.Sequence != moved.Sequence
            || !occupied.Select(place => place.BookmarkId).ToHashSet().SetEquals(before.Nodes.Keys))
            return MigrationResult.MovedOn();
        Settle(transaction, instance, state, before.Nodes, before.ReadScopes(),
            (map.To.Version, map.From.Version, map.From.Root.NodeId), by, now);
        return new MigrationResult(MigrationResult.Returned);
    }

    static void Settle(Transaction transaction, Instance instance, InstanceState state,
        IReadOnlyDictionary<string, string> places, IReadOnlyDictionary<string, Scope> scopes,
        (int From, int To, string Root) versions, string? by, DateTimeOffset now)
    {
        foreach (var (bookmark, node) in places)
        {
            transaction.Write("update bookmarks set node_id = @node where id = @bookmark and node_id <> @node",
                new { node, bookmark });
            if (instance.Status == Instance.Faulted)
                transaction.Write(
                    """
                    update incidents set node_id = @node
                    where instance_id = @Id and bookmark_id = @bookmark and resolved_at is null
                    """, new { node, instance.Id, bookmark });
        }
        state.Scopes.Clear();
        foreach (var (container, scope) in scopes)
            state.Scopes[container] = scope;
        transaction.Write(
            """
            insert into journal (instance_id, sequence, at, node_id, event, outcome, by_whom)
            values (@Id, @sequence, @now, @Root, 'Migrated', @outcome, @by)
            """,
            new { instance.Id, sequence = ++state.Sequence, now, versions.Root, outcome = $"{versions.From}→{versions.To}", by });
        transaction.Write("update instances set version = @To, state = @state where id = @Id",
            new { versions.To, state = state.Write(), instance.Id });
    }

    /// <summary>Where an instance stood: bookmark id → node id, and what its containers had.</summary>
    sealed record Places(Dictionary<string, string> Nodes, Dictionary<string, int[][]> Scopes)
    {
        public static Places Of(IReadOnlyList<Occupied> occupied, InstanceState state) => new(
            occupied.ToDictionary(place => place.BookmarkId, place => place.NodeId),
            state.Scopes.ToDictionary(scope => scope.Key, scope =>
                (int[][])[[.. scope.Value.Arrived], [.. scope.Value.Running]]));

        public static Places Read(string text) => JsonSerializer.Deserialize<Places>(text)!;

        public Dictionary<string, Scope> ReadScopes() => Scopes.ToDictionary(
            scope => scope.Key, scope => new Scope { Arrived = [.. scope.Value[0]], Running = [.. scope.Value[1]] });

        public override string ToString() => JsonSerializer.Serialize(this);
    }
}
