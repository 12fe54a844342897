using Microsoft.Data.Sqlite;

namespace WorkflowHost.Engine.Persistence;

/// <summary>Statements of one connection, compiled once and kept.</summary>
sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    static readonly object NoArguments = new { };
    readonly Dictionary<string, SqliteCommand> compiled = [];

    public int Execute(string sql) => Execute(sql, NoArguments);

    public int Execute(string sql, object arguments) => Bind(sql, arguments).ExecuteNonQuery();

    public SqliteDataReader Read(string sql, object arguments) => Bind(sql, arguments).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in compiled.Values)
            command.Dispose();
    }

    SqliteCommand Bind(string sql, object arguments)
    {
        if (!compiled.TryGetValue(sql, out var command))
            compiled[sql] = command = Compile(sql);
        foreach (SqliteParameter parameter in command.Parameters)
            parameter.Value = Stored(SqlArguments.Value(arguments, parameter.ParameterName[1..]));
        return command;
    }

    SqliteCommand Compile(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in ParsedSql.Of(sql).Names)
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
        return command;
    }

    static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => Instants.ToText(instant),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
