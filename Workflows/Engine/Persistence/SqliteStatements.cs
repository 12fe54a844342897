using System.Collections;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace WorkflowHost.Engine.Persistence;

/// <summary>A connection with its statements, compiled once and kept.</summary>
sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    const int MostKept = 1_000;

    static readonly object NoArguments = new { };
    readonly Dictionary<string, (SqliteCommand Command, ParsedSql Sql)> compiled = [];

    /// <summary>What SQLite was given to compile.</summary>
    public IEnumerable<string> Texts => compiled.Values.Select(known => known.Command.CommandText);

    public int Execute(string sql) => Execute(sql, NoArguments);

    public int Execute(string sql, object arguments) => Bind(sql, arguments).ExecuteNonQuery();

    public async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object arguments, int most)
    {
        await using var reader = Bind(sql, arguments).ExecuteReader();
        return await Transaction.RowsAsync<T>(reader, most);
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    SqliteCommand Bind(string sql, object arguments)
    {
        if (!compiled.TryGetValue(sql, out var known))
            compiled[sql] = known = Compile(sql);
        if (arguments is IReadOnlyDictionary<string, object?> named)
            for (var i = 0; i < known.Sql.Names.Count; i++)
                known.Command.Parameters[i].Value = Stored(named[known.Sql.Names[i]]);
        else
        {
            var values = known.Sql.ArgumentsOf(arguments.GetType());
            for (var i = 0; i < values.Length; i++)
                known.Command.Parameters[i].Value = Stored(values[i].Of(arguments));
        }
        return known.Command;
    }

    (SqliteCommand, ParsedSql) Compile(string sql)
    {
        // Texts put together on the way are few, but nobody counts them.
        if (compiled.Count == MostKept)
            Forget();
        var command = connection.CreateCommand();
        // One statement for lists of every length.
        command.CommandText = ParsedSql.InList().Replace(sql, "in (select value from json_each(@$1))");
        var parsed = ParsedSql.Of(sql);
        foreach (var name in parsed.Names)
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
        return (command, parsed);
    }

    void Forget()
    {
        foreach (var (command, _) in compiled.Values)
            command.Dispose();
        compiled.Clear();
    }

    static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => Instants.ToText(instant),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        string or byte[] => value,
        IEnumerable list => JsonSerializer.Serialize(list.Cast<object?>().Select(Stored)),
        _ => value,
    };
}
