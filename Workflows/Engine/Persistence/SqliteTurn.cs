namespace WorkflowHost.Engine.Persistence;

/// <summary>A work's hands on the only writer of a SQLite store: everything happens at once.</summary>
sealed class SqliteTurn(SqliteStatements statements) : Transaction
{
    public override void Lock(string select, object arguments)
    {
        // The only writer already holds the whole file.
    }

    public override void Write(string sql, object arguments) => statements.Execute(sql, arguments);

    public override void Append(string insert, object row) => statements.Execute(insert, row);

    public override Task<int> ExecuteAsync(string sql, object arguments) => Task.FromResult(statements.Execute(sql, arguments));

    protected override Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object arguments, int most) =>
        statements.ReadAsync<T>(sql, arguments, most);
}
