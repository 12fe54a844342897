namespace WorkflowHost.Engine.Persistence;

/// <summary>One of SQLite's readers, on loan. Its statements stay compiled.</summary>
sealed class SqliteReading(SqliteStatements statements, Action<SqliteStatements>? giveBack) : Reading
{
    public override Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments) =>
        statements.ReadAsync<T>(sql, arguments, int.MaxValue);

    public override async Task<T?> FirstAsync<T>(string sql, object arguments) where T : default =>
        await statements.ReadAsync<T>(sql, arguments, most: 1) is [var first, ..] ? first : default;

    public override Task ExecuteAsync(string sql)
    {
        statements.Execute(sql);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        giveBack?.Invoke(statements);
        return ValueTask.CompletedTask;
    }
}
