using System.Text.Json.Nodes;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// The history of the definitions, for those who change them: save a draft, go back to an older version, publish, retract,
/// delete. A version that was published once is never written again, so a running instance never changes under its feet.
/// Each verb is part of a transaction of the caller's, who writes the audit row.
/// </summary>
public sealed class DefinitionVersions(Database database, ActivityCatalog catalog, TimeProvider clock)
{
    const string Columns =
        """
        d.id, d.definition_id, d.version, d.name, d.json, d.hash, d.stamp, d.created_at, d.saved_at, d.saved_by, d.published_at,
        d.published_by, case when p.version = d.version then 1 else 0 end as is_current,
        case when exists (select 1 from definitions l where l.definition_id = d.definition_id and l.version > d.version)
          then 0 else 1 end as is_latest
        from definitions d left join published_definitions p on p.definition_id = d.definition_id
        """;

    /// <summary>The newest version of every definition, by name.</summary>
    public Task<IReadOnlyList<DefinitionVersion>> AllLatestAsync() => database.QueryAsync<DefinitionVersion>(
        $"select {Columns} where d.version = (select max(version) from definitions l where l.definition_id = d.definition_id) order by d.name");

    /// <summary>Every version of a definition, the newest first.</summary>
    public Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(string definitionId) => database.QueryAsync<DefinitionVersion>(
        $"select {Columns} where d.definition_id = @definitionId order by d.version desc", new { definitionId });

    public Task<DefinitionVersion?> LatestAsync(string definitionId) => database.FirstAsync<DefinitionVersion>(
        $"select {Columns} where d.definition_id = @definitionId order by d.version desc limit 1", new { definitionId });

    public Task<DefinitionVersion?> FindAsync(string definitionId, int version) => database.FirstAsync<DefinitionVersion>(
        $"select {Columns} where d.definition_id = @definitionId and d.version = @version", new { definitionId, version });

    public Task<DefinitionVersion?> ByIdAsync(string id) =>
        database.FirstAsync<DefinitionVersion>($"select {Columns} where d.id = @id", new { id });

    /// <summary>Everything that keeps this text from running; empty when it can run.</summary>
    public IReadOnlyList<DefinitionProblem> ProblemsOf(string json)
    {
        try
        {
            DefinitionReader.Read(json, catalog);
            return [];
        }
        catch (DefinitionException fault)
        {
            return fault.Problems;
        }
    }

    /// <summary>
    /// Stores a draft: over the newest version if that is a draft, else as the next version. The same content again changes
    /// nothing, so a repeated call does no harm.
    /// </summary>
    /// <param name="stamp">Of the version that was changed; null for a definition that doesn't exist yet.</param>
    /// <exception cref="DefinitionException">The text is no JSON object.</exception>
    /// <exception cref="RefusedException">Somebody saved meanwhile, or the id is taken.</exception>
    public async Task<DefinitionVersion> SaveAsync(
        Transaction transaction, string definitionId, JsonObject definition, string? stamp, string by)
    {
        var latest = await LockLatestAsync(transaction, definitionId);
        var version = latest is null ? 1 : latest.IsDraft ? latest.Version : latest.Version + 1;
        // What came with the program is stored as its file has it.
        if (latest is not null && DefinitionText.Canonical(definition, definitionId, latest.Version)
            == DefinitionText.Canonical(DefinitionText.Parse(latest.Json), definitionId, latest.Version))
            return latest;
        if (latest?.Stamp != stamp)
            throw DefinitionRefusals.Stale(latest, stamp);
        return await WriteAsync(transaction, Draft(definition, definitionId, version, by), over: latest is { IsDraft: true });
    }

    /// <summary>Makes a draft with the content of an older version.</summary>
    /// <exception cref="RefusedException">There is an unpublished draft with other content; publish or delete it first.</exception>
    public async Task<DefinitionVersion> RevertAsync(Transaction transaction, string definitionId, int version, string by)
    {
        var latest = await LockLatestAsync(transaction, definitionId);
        var older = await ReadAsync(transaction, definitionId, version) ?? throw DefinitionRefusals.NoSuchVersion(definitionId, version);
        if (latest!.Hash == older.Hash)
            return latest;
        if (latest.IsDraft)
            throw DefinitionRefusals.DraftInTheWay(latest);
        return await WriteAsync(
            transaction, Draft(DefinitionText.Parse(older.Json), definitionId, latest.Version + 1, by), over: false);
    }

    /// <summary>Makes a version the one that new instances run. Publishing what is published already changes nothing.</summary>
    /// <param name="stamp">Of the version as it was seen by who publishes.</param>
    /// <exception cref="DefinitionException">It can't run.</exception>
    public async Task PublishAsync(Transaction transaction, string definitionId, int version, string stamp, string by)
    {
        await LockLatestAsync(transaction, definitionId);
        var found = await ReadAsync(transaction, definitionId, version) ?? throw DefinitionRefusals.NoSuchVersion(definitionId, version);
        if (found.Stamp != stamp)
            throw DefinitionRefusals.Stale(found, stamp);
        DefinitionReader.Read(found.Json, catalog);
        transaction.Write(
            "update definitions set published_at = @now, published_by = @by where id = @Id and published_at is null",
            new { found.Id, now = clock.GetUtcNow(), by });
        transaction.Write(
            """
            insert into published_definitions (definition_id, version) values (@definitionId, @version)
            on conflict (definition_id) do update set version = excluded.version
            """, new { definitionId, version });
    }

    /// <summary>Takes no new instances from now on; those that run go on. False when none was published.</summary>
    public static async Task<bool> RetractAsync(Transaction transaction, string definitionId) =>
        await transaction.ExecuteAsync("delete from published_definitions where definition_id = @definitionId", new { definitionId }) > 0;

    /// <summary>Deletes the draft. False when there is none.</summary>
    public async Task<bool> DeleteDraftAsync(Transaction transaction, string definitionId)
    {
        await LockLatestAsync(transaction, definitionId);
        return await transaction.ExecuteAsync(
            "delete from definitions where definition_id = @definitionId and published_at is null", new { definitionId }) > 0;
    }

    async Task<DefinitionVersion?> LockLatestAsync(Transaction transaction, string definitionId)
    {
        transaction.Lock("select id from definitions where definition_id = @definitionId order by version", new { definitionId });
        return await transaction.FirstAsync<DefinitionVersion>(
            $"select {Columns} where d.definition_id = @definitionId order by d.version desc limit 1", new { definitionId });
    }

    static Task<DefinitionVersion?> ReadAsync(Transaction transaction, string definitionId, int version) =>
        transaction.FirstAsync<DefinitionVersion>(
            $"select {Columns} where d.definition_id = @definitionId and d.version = @version", new { definitionId, version });

    DefinitionVersion Draft(JsonObject definition, string definitionId, int version, string by)
    {
        var now = clock.GetUtcNow();
        var json = DefinitionText.Canonical(definition, definitionId, version);
        return new DefinitionVersion
        {
            Id = Ids.New(now),
            DefinitionId = definitionId,
            Version = version,
            Name = definition["name"]?.ToString() is { Length: > 0 } name ? name : definitionId,
            Json = json,
            Hash = DefinitionText.ContentHash(json),
            Stamp = Ids.New(now),
            CreatedAt = now,
            SavedAt = now,
            SavedBy = by,
        };
    }

    static async Task<DefinitionVersion> WriteAsync(Transaction transaction, DefinitionVersion draft, bool over)
    {
        // Two who make the same definition or the next version at the same time meet at the unique key.
        var written = await transaction.ExecuteAsync(over
            ? """
              update definitions set name = @Name, json = @Json, hash = @Hash, stamp = @Stamp, saved_at = @SavedAt, saved_by = @SavedBy
              where definition_id = @DefinitionId and version = @Version and published_at is null
              """
            : """
              insert into definitions (id, definition_id, version, name, json, hash, stamp, created_at, saved_at, saved_by)
              values (@Id, @DefinitionId, @Version, @Name, @Json, @Hash, @Stamp, @CreatedAt, @SavedAt, @SavedBy)
              on conflict (definition_id, version) do nothing
              """, draft);
        var stored = await ReadAsync(transaction, draft.DefinitionId, draft.Version);
        return written == 1 ? stored! : throw DefinitionRefusals.Stale(stored, draft.Stamp);
    }
}
