using System.Collections.Concurrent;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// The published definitions, as instances run them. A published version never changes, so it is read and checked once per
/// process. Who changes definitions uses <see cref="DefinitionVersions"/>.
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

    /// <summary>The version that new instances run; another host may have published a newer one two seconds ago.</summary>
    /// <exception cref="RefusedException">None is published.</exception>
    public async ValueTask<WorkflowDefinition> PublishedAsync(string definitionId) =>
        await FindPublishedAsync(definitionId) ?? throw DefinitionRefusals.NotPublished(definitionId);

    /// <summary>The same, or null when none is published.</summary>
    public async ValueTask<WorkflowDefinition?> FindPublishedAsync(string definitionId)
    {
        var now = clock.GetTimestamp();
        if (published.TryGetValue(definitionId, out var known) && clock.GetElapsedTime(known.SeenAt, now) < LookAgain)
            return known.Definition;
        if (await database.FirstAsync<int?>(
            "select version from published_definitions where definition_id = @definitionId", new { definitionId }) is not { } version)
            return null;
        var definition = await GetAsync(definitionId, version);
        published[definitionId] = (definition, now);
        return definition;
    }

    /// <summary>Looks again at once; who published on this host wants to see it.</summary>
    public void Forget(string definitionId) => published.TryRemove(definitionId, out _);

    /// <summary>Publishes definitions read from files; a version that is there already must have the same content.</summary>
    /// <exception cref="DefinitionException">A file can't run, or changes a published version.</exception>
    public async Task PublishAsync(IEnumerable<string> jsons)
    {
        foreach (var json in jsons)
        {
            var definition = DefinitionReader.Read(json, catalog);
            await database.WriteAsync(transaction => PublishOneAsync(transaction, definition));
            Forget(definition.DefinitionId);
        }
    }

    /// <summary>
    /// Publishes those definitions of the program that the database has never had; from then on the database is what counts.
    /// </summary>
    /// <returns>The ids of those it has otherwise than the file, in every version.</returns>
    /// <exception cref="DefinitionException">A file can't run.</exception>
    public async Task<IReadOnlyList<string>> SeedAsync(IEnumerable<string> jsons)
    {
        var differing = new List<string>();
        foreach (var json in jsons)
        {
            var definition = DefinitionReader.Read(json, catalog);
            var known = await database.QueryAsync<string>(
                "select hash from definitions where definition_id = @DefinitionId", new { definition.DefinitionId });
            if (known.Count == 0)
                await PublishAsync([json]);
            else if (!known.Contains(DefinitionText.ContentHash(json)))
                differing.Add(definition.DefinitionId);
        }
        return differing;
    }

    async Task PublishOneAsync(Transaction transaction, WorkflowDefinition definition)
    {
        var hash = DefinitionText.ContentHash(definition.Json);
        var now = clock.GetUtcNow();
        // Writes before it looks: of two hosts that publish at the same time, the second waits here for the first.
        transaction.Write(
            """
            insert into definitions (id, definition_id, version, name, json, hash, stamp, created_at, saved_at, published_at)
            values (@id, @DefinitionId, @Version, @Name, @Json, @hash, @id, @now, @now, @now) on conflict (definition_id, version) do nothing
            """,
            new { id = Ids.New(now), definition.DefinitionId, definition.Version, definition.Name, definition.Json, hash, now });
        transaction.Write(
            """
            insert into published_definitions (definition_id, version) values (@DefinitionId, @Version) on conflict (definition_id)
            do update set version = excluded.version where excluded.version > published_definitions.version
            """, new { definition.DefinitionId, definition.Version });
        var known = await transaction.FirstAsync<string>(
            "select hash from definitions where definition_id = @DefinitionId and version = @Version",
            new { definition.DefinitionId, definition.Version });
        if (known != hash)
            throw new DefinitionException(definition.DefinitionId,
                [new($"ฉบับที่ {definition.Version} ประกาศใช้แล้วด้วยเนื้อหาอื่น ให้เพิ่มเลขฉบับ",
                    $"version {definition.Version} is already published with other content; raise the version")]);
    }
}
