using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// The definitions in the database with their versions. A published version never changes, so it is read and checked
/// once per process.
/// </summary>
public sealed class DefinitionStore(Database database, ActivityCatalog catalog, TimeProvider clock)
{
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<(string, int), WorkflowDefinition> byVersion = new();
    readonly ConcurrentDictionary<string, (WorkflowDefinition Definition, long SeenAt)> published = new();

    /// <summary>One version, as an instance is pinned to it.</summary>
    public async ValueTask<WorkflowDefinition> GetAsync(string definitionId, int version)
    {
        if (byVersion.TryGetValue((definitionId, version), out var known))
            return known;
        var json = await database.FirstAsync<string>(
            "select json from definitions where definition_id = @definitionId and version = @version", new { definitionId, version })
            ?? throw new KeyNotFoundException($"The workflow definition '{definitionId}' has no version {version}.");
        return byVersion.GetOrAdd((definitionId, version), DefinitionReader.Read(json, catalog));
    }

    /// <summary>The version that new instances run; another host may have published a newer one a moment ago.</summary>
    public async ValueTask<WorkflowDefinition> PublishedAsync(string definitionId)
    {
        var now = clock.GetTimestamp();
        if (published.TryGetValue(definitionId, out var known) && clock.GetElapsedTime(known.SeenAt, now) < LookAgain)
            return known.Definition;
        var version = await database.FirstAsync<int?>(
            "select max(version) from definitions where definition_id = @definitionId and published_at is not null", new { definitionId })
            ?? throw new KeyNotFoundException($"There is no published workflow definition '{definitionId}'.");
        var definition = await GetAsync(definitionId, version);
        published[definitionId] = (definition, now);
        return definition;
    }

    /// <summary>Publishes definitions read from files; a version that is there already must have the same content.</summary>
    /// <exception cref="DefinitionException">A file can't run, or changes a published version.</exception>
    public async Task PublishAsync(IEnumerable<string> jsons)
    {
        foreach (var json in jsons)
        {
            var definition = DefinitionReader.Read(json, catalog);
            await database.WriteAsync(transaction => PublishOneAsync(transaction, definition));
            published.TryRemove(definition.DefinitionId, out _);
        }
    }

    async Task PublishOneAsync(Transaction transaction, WorkflowDefinition definition)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(definition.Json.ReplaceLineEndings("\n"))));
        var now = clock.GetUtcNow();
        // Writes before it looks: of two hosts that publish at the same time, the second waits here for the first.
        transaction.Write(
            """
            insert into definitions (id, definition_id, version, name, json, hash, created_at, published_at)
            values (@id, @DefinitionId, @Version, @Name, @Json, @hash, @now, @now) on conflict (definition_id, version) do nothing
            """,
            new { id = Ids.New(now), definition.DefinitionId, definition.Version, definition.Name, definition.Json, hash, now });
        var known = await transaction.FirstAsync<string>(
            "select hash from definitions where definition_id = @DefinitionId and version = @Version",
            new { definition.DefinitionId, definition.Version });
        if (known != hash)
            throw new DefinitionException(definition.DefinitionId,
                [$"version {definition.Version} is already published with other content; raise the version"]);
    }
}
