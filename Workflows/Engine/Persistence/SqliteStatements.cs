using Microsoft.Data.Sqlite;

namespace WorkflowHost.Engine.Persistence;

/// <summary>Statements of one connection, compiled once and kept.</summary>
sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    static readonly object NoArguments = new { };
    readonly Dictionary<string, (SqliteCommand Command, ParsedSql Sql)> compiled = [];

    public IEnumerable<string> Texts => compiled.Keys;

    public int Execute(string sql) => Execute(sql, NoArguments);

    public int Execute(string sql, object arguments) => Bind(sql, arguments).ExecuteNonQuery();

    public SqliteDataReader Read(string sql, object arguments) => Bind(sql, arguments).ExecuteReader();

    public void Dispose()
    {
        foreach (var (command, _) in compiled.Values)
            command.Dispose();
    }

    SqliteCommand Bind(string sql, object arguments)
    {
        if (!compiled.TryGetValue(sql, out var known))
            compiled[sql] = known = Compile(sql);
        var values = known.Sql.ArgumentsOf(arguments.GetType());
        for (var i = 0; i < values.Length; i++)
            known.Command.Parameters[i].Value = Stored(values[i].Of(arguments));
        return known.Command;
    }

    (SqliteCommand, ParsedSql) Compile(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        var parsed = ParsedSql.Of(sql);
        foreach (var name in parsed.Names)
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
        return (command, parsed);
    }

    static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => Instants.ToText(instant),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
