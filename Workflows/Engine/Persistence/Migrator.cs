using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// Applies the numbered migrations of each part, in order, each once, all in one transaction. A migration is one SQL
/// text for both stores; <c>{{words}}</c> stand for what the dialects spell differently.
/// </summary>
public static partial class Migrator
{
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
        ["often updated"] = ("", "with (fillfactor = 70)"),
    };

    /// <summary>Brings the store up to date. <paramref name="parts"/> are assemblies, the ones built upon first.</summary>
    /// <exception cref="InvalidOperationException">An applied migration has other content now.</exception>
    public static Task ApplyAsync(Database database, TimeProvider clock, params Assembly[] parts) =>
        database.WriteAsync(async transaction =>
        {
            // Before the table, since even "if not exists" fails for two hosts that create it at the same time.
            if (database.Dialect == "postgres")
                await transaction.ExecuteAsync("select pg_advisory_xact_lock(hashtext('migrations'))", new { });
            await transaction.ExecuteAsync(Translate(
                "create table if not exists migrations (name {{id}} primary key, hash {{text}} not null, "
                + "applied_at {{instant}} not null)",
                database.Dialect), new { });
            var applied = (await transaction.QueryAsync<Applied>("select name, hash from migrations", new { }))
                .ToDictionary(row => row.Name, row => row.Hash);
            foreach (var (name, sql) in parts.SelectMany(Read))
                await ApplyOneAsync(transaction, database.Dialect, clock, applied, name, sql);
        });

    static async Task ApplyOneAsync(
        Transaction transaction, string dialect, TimeProvider clock, Dictionary<string, string> applied, string name, string sql)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        if (applied.TryGetValue(name, out var known))
        {
            if (known != hash)
                throw new InvalidOperationException(
                    $"Migration '{name}' was changed after it was applied to this store. Put the change into a new migration.");
            return;
        }
        foreach (var statement in Translate(sql, dialect)
            .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await transaction.ExecuteAsync(statement.TrimEnd(';'), new { });
        await transaction.ExecuteAsync(
            "insert into migrations (name, hash, applied_at) values (@name, @hash, @now)",
            new { name, hash, now = clock.GetUtcNow() });
    }

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
