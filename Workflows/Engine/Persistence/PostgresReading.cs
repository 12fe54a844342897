using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>A connection of PostgreSQL's pool, which keeps its statements prepared by itself.</summary>
sealed partial class PostgresReading(NpgsqlConnection connection) : Reading
{
    public override async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments) =>
        (await connection.QueryAsync<T>(InDialect(sql), arguments)).AsList();

    public override async Task<T?> FirstAsync<T>(string sql, object arguments) where T : default =>
        await connection.QueryFirstOrDefaultAsync<T>(InDialect(sql), arguments);

    public override Task ExecuteAsync(string sql) => connection.ExecuteAsync(sql);

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    // The mapper would write a list out for others; to PostgreSQL it is handed as one array.
    static string InDialect(string sql) => InList().Replace(sql, "= any(@$1)");

    [GeneratedRegex(@"\bin @(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex InList();
}
