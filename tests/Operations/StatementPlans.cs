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
        ["sendings"] = "a row a circular that was sent",
        ["migration_plans"] = "a row a move of running instances",
        ["review_campaigns"] = "a row a year and system",
        ["outages"] = "a row an outage that an operator dealt with",
        ["circular_pauses"] = "a row a pause of a circular",
        ["appointment_orders"] = "a row an order of a province",
        ["purge_certificates"] = "one, at the end of the trial",
        ["trial_entries"] = "counted once, on the page that deletes them all",
        ["organisations"] = "9,000, changed by import only",
        ["holidays"] = "some twenty a year",
        ["office_days"] = "a day an office is closed or open by itself",
        ["migrations"] = "a row a migration",
        ["protection_keys"] = "a key in ninety days",
    };

    /// <summary>Lists in the order of a key that read on until their page is full.</summary>
    static readonly Dictionary<string, string> ReadOn = new()
    {
        ["select r.id, r.reference, r.kind, r.system, r.seat, r.stage"] = "all requests, newest first, for who sees the country",
        ["select a.user_name, p.title_th"] = "the sign-in page of Development",
    };

    /// <summary>Every statement that this store was asked, by a page, a step or the clock.</summary>
    public static IReadOnlyList<string> Of(SqliteDatabase database) =>
        [.. database.StatementsRun.Select(Plain).Where(sql => Asks().IsMatch(sql)).Order(StringComparer.Ordinal)];

    /// <summary>A list, which the mapper writes out, as one value.</summary>
    public static string Plain(string sql) => InList().Replace(sql, "in (@$1)").Trim();

    /// <returns>The lines of the plan that read a growing table from one end to the other; none when all is well.</returns>
    public IReadOnlyList<string> Scans(string sql)
    {
        if (ReadOn.Keys.Any(sql.StartsWith))
            return [];
        var (partial, tables) = (PartialIndexes(), Tables());
        return
        [
            .. Plan(sql).Where(line => Scan().Match(line) is { Success: true } scan
                && TableOf(sql, scan.Groups[1].Value, tables) is { } table
                && !Small.ContainsKey(table)
                // A partial index holds what is open, waits or failed: reading all of it reads what is asked for.
                && !(scan.Groups[2].Success && partial.Contains(scan.Groups[2].Value))
                // The first by an index is one row.
                && !(scan.Groups[2].Success && First().IsMatch(sql))),
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

    HashSet<string> Tables()
    {
        using var connection = Open();
        return [.. connection.Query<string>("select name from sqlite_master where type = 'table'")];
    }

    SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Whether it is a whole statement, and one that SQLite understands.</summary>
    public bool Understands(string sql)
    {
        try
        {
            return Asks().IsMatch(sql) && Plan(sql).Count >= 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    // The plan speaks of a table by the name that the statement gave it; what it made itself (a sub-query) is no table.
    static string? TableOf(string sql, string alias, HashSet<string> tables) => tables.Contains(alias) ? alias
        : Named().Matches(sql).Where(match => match.Groups[2].Value == alias).Select(match => match.Groups[1].Value)
            .FirstOrDefault(tables.Contains);

    [GeneratedRegex(@"\bin @(\w+)")]
    private static partial Regex InList();

    [GeneratedRegex(@"^(select|insert|update|delete|with)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Asks();

    [GeneratedRegex(@"\blimit 1\b")]
    private static partial Regex First();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")]
    private static partial Regex Scan();

    [GeneratedRegex(@"\b(?:from|join|update|into)\s+(\w+)\s+(?:as\s+)?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
