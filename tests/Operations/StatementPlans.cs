using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Operations;

/// <summary>The plans that SQLite makes for statements, and what in them reads a whole table that grows.</summary>
sealed partial class StatementPlans(string file)
{
    /// <summary>Tables that stay small, or that a statement may read whole, each for a reason.</summary>
    static readonly Dictionary<string, string> Small = new()
    {
        ["definitions"] = "a row a version of a workflow",
        ["published_definitions"] = "a row a workflow",
        ["circulars"] = "a row a circular",
        ["holidays"] = "some twenty a year",
        ["migrations"] = "a row a migration",
        ["protection_keys"] = "a key in ninety days",
        ["sqlite_master"] = "the tables themselves",
    };

    /// <summary>Every statement that this store was asked, by a page, a step or the clock.</summary>
    public static IReadOnlyList<string> Of(SqliteDatabase database, string file) =>
    [
        .. database.WrittenBy
            .Concat(SqlMapper.GetCachedSQL().Where(one => one.Item1.Contains(file, StringComparison.Ordinal)).Select(one => one.Item2))
            .Select(sql => InList().Replace(sql, "in (@$1)").Trim())
            .Where(sql => Asks().IsMatch(sql)).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <returns>The lines of the plan that read a growing table from one end to the other; none when all is well.</returns>
    public IReadOnlyList<string> Scans(string sql)
    {
        var partial = PartialIndexes();
        return
        [
            .. Plan(sql).Where(line => Scan().Match(line) is { Success: true } scan
                && TableOf(sql, scan.Groups[1].Value) is { } table
                && !Small.ContainsKey(table)
                // A partial index holds what is open, waits or failed: reading all of it reads what is asked for.
                && !(scan.Groups[2].Success && partial.Contains(scan.Groups[2].Value))),
        ];
    }

    public IReadOnlyList<string> Plan(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct(StringComparer.Ordinal))
            command.Parameters.AddWithValue(name, DBNull.Value);
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return lines;
    }

    HashSet<string> PartialIndexes()
    {
        using var connection = Open();
        return [.. connection.Query<string>("select name from sqlite_master where type = 'index' and sql like '% where %'")];
    }

    SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    // The plan speaks of a table by the name that the statement gave it; what it made itself (a sub-query) is no table.
    static string? TableOf(string sql, string alias)
    {
        var names = Named().Matches(sql).Where(match => match.Groups[2].Value == alias || match.Groups[1].Value == alias)
            .Select(match => match.Groups[1].Value).ToList();
        return names.FirstOrDefault();
    }

    [GeneratedRegex(@"\bin @(\w+)")]
    private static partial Regex InList();

    [GeneratedRegex(@"^(select|insert|update|delete|with)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Asks();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")]
    private static partial Regex Scan();

    [GeneratedRegex(@"\b(?:from|join|update|into|,)\s+(\w+)(?:\s+(?:as\s+)?(?!where\b|join\b|left\b|on\b|order\b|group\b|set\b|limit\b)(\w+))?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
