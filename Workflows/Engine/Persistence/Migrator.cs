using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// Applies the numbered migrations of each part, in order, each once, all in one transaction. A migration is one SQL
/// text for both stores; <c>{{words}}</c> stand for what the dialects spell differently. Those named <c>*.online.sql</c> come
/// after all others and build their indexes while other hosts write (<see cref="OnlineIndex"/>).
/// </summary>
public static partial class Migrator
{
    const string Online = ".online";

    static readonly Dictionary<string, (string Sqlite, string Postgres)> Words = new()
    {
        ["id"] = ("text", "text collate \"C\""),
        ["text"] = ("text", "text"),
        ["instant"] = ("text", "timestamptz"),
        ["date"] = ("text", "date"),
        ["integer"] = ("integer", "bigint"),
        ["bytes"] = ("blob", "bytea"),
        ["counter"] = ("integer primary key autoincrement", "bigint generated always as identity primary key"),
        ["clustered"] = ("without rowid", ""),
        // An index answers alone for vacuumed pages only: so after a few thousand changes, not after a fifth of years of rows.
        ["often updated"] = ("",
            "with (fillfactor = 70, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.002, "
            + "autovacuum_vacuum_insert_threshold = 1000, autovacuum_vacuum_insert_scale_factor = 0.002)"),
    };

    /// <summary>Brings the store up to date. <paramref name="parts"/> are assemblies, the ones built upon first.</summary>
    /// <exception cref="InvalidOperationException">An applied migration has other content now.</exception>
    public static async Task ApplyAsync(Database database, TimeProvider clock, params Assembly[] parts)
    {
        var (later, now) = (new List<(string Name, string Sql)>(), new List<(string Name, string Sql)>());
        foreach (var migration in parts.SelectMany(Read))
            (migration.Name.EndsWith(Online, StringComparison.Ordinal) ? later : now).Add(migration);
        var applied = await ApplyTogetherAsync(database, clock, now);
        foreach (var (name, sql) in later)
            await ApplyOnlineAsync(database, clock, applied, name, sql);
    }

    static Task<Dictionary<string, string>> ApplyTogetherAsync(
        Database database, TimeProvider clock, IReadOnlyList<(string Name, string Sql)> migrations) =>
        database.WriteAsync(async transaction =>
        {
            // Before the table, since even "if not exists" fails for two hosts that create it at the same time.
            if (database.Dialect == "postgres")
            {
                await transaction.ExecuteAsync("select pg_advisory_xact_lock(hashtext('migrations'))", new { });
                // A table that stays locked by somebody: behind our wait all others would stand in a queue.
                await transaction.ExecuteAsync("set local lock_timeout = '5s'", new { });
            }
            await transaction.ExecuteAsync(Translate(
                "create table if not exists migrations (name {{id}} primary key, hash {{text}} not null, "
                + "applied_at {{instant}} not null)",
                database.Dialect), new { });
            var applied = (await transaction.QueryAsync<Applied>("select name, hash from migrations", new { }))
                .ToDictionary(row => row.Name, row => row.Hash);
            foreach (var (name, sql) in migrations)
                await ApplyOneAsync(transaction, database.Dialect, clock, applied, name, sql);
            return applied;
        });

    static async Task ApplyOneAsync(
        Transaction transaction, string dialect, TimeProvider clock, Dictionary<string, string> applied, string name, string sql)
    {
        if (IsApplied(applied, name, sql))
            return;
        foreach (var statement in Statements(sql, dialect))
            await transaction.ExecuteAsync(statement, new { });
        await transaction.ExecuteAsync(
            "insert into migrations (name, hash, applied_at) values (@name, @hash, @now)",
            new { name, hash = HashOf(sql), now = clock.GetUtcNow() });
    }

    // Cut off half way it is simply done again; and so it is by a second host that comes at the same time.
    static async Task ApplyOnlineAsync(
        Database database, TimeProvider clock, Dictionary<string, string> applied, string name, string sql)
    {
        if (IsApplied(applied, name, sql))
            return;
        foreach (var index in Statements(sql, database.Dialect).Select(statement => OnlineIndex.Read(name, statement)).ToList())
            await database.BuildAsync(index);
        await database.WriteAsync(transaction => transaction.ExecuteAsync(
            "insert into migrations (name, hash, applied_at) values (@name, @hash, @now) on conflict (name) do nothing",
            new { name, hash = HashOf(sql), now = clock.GetUtcNow() }));
    }

    static bool IsApplied(Dictionary<string, string> applied, string name, string sql)
    {
        if (!applied.TryGetValue(name, out var known))
            return false;
        return known == HashOf(sql) ? true : throw new InvalidOperationException(
            $"Migration '{name}' was changed after it was applied to this store. Put the change into a new migration.");
    }

    static string HashOf(string sql) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));

    static IEnumerable<string> Statements(string sql, string dialect) => Translate(sql, dialect)
        .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(statement => statement.TrimEnd(';'));

    static IEnumerable<(string Name, string Sql)> Read(Assembly part)
    {
        foreach (var resource in part.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(part.GetManifestResourceStream(resource)!);
            var name =
                resource[(resource.IndexOf("Migrations.", StringComparison.Ordinal) + "Migrations.".Length)..^".sql".Length];
            yield return (name, reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
    }

    static string Translate(string sql, string dialect) => Word().Replace(Comment().Replace(sql, ""), match =>
        Words.TryGetValue(match.Groups[1].Value, out var word)
            ? dialect == "sqlite" ? word.Sqlite : word.Postgres
            : throw new InvalidOperationException($"A migration uses {match.Value}; known are {string.Join(", ", Words.Keys)}."));

    [GeneratedRegex(@"\{\{([a-z ]+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"--[^\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    sealed class Applied
    {
        public string Name { get; init; } = "";
        public string Hash { get; init; } = "";
    }
}
