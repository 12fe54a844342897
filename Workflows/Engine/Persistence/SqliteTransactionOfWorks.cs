using System.Data.Common;

namespace WorkflowHost.Engine.Persistence;

/// <summary>One physical SQLite transaction; each work in it stands behind a savepoint of its own.</summary>
sealed class SqliteTransactionOfWorks : Transaction
{
    readonly SqliteStatements statements;
    bool marked;
    bool open;

    public SqliteTransactionOfWorks(SqliteStatements statements)
    {
        this.statements = statements;
        statements.Execute("begin immediate");
        open = true;
    }

    public override void Lock(string select, object arguments)
    {
        // The only writer already holds the whole file.
    }

    public override void Write(string sql, object arguments) => statements.Execute(sql, arguments);

    public override Task<int> ExecuteAsync(string sql, object arguments) => Task.FromResult(statements.Execute(sql, arguments));

    public override ValueTask DisposeAsync()
    {
        if (open)
            statements.Execute("rollback");
        open = false;
        return ValueTask.CompletedTask;
    }

    protected override Task<DbDataReader> ReadAsync(string sql, object arguments) =>
        Task.FromResult<DbDataReader>(statements.Read(sql, arguments));

    protected internal override Task CommitAsync()
    {
        statements.Execute("commit");
        open = false;
        return Task.CompletedTask;
    }

    protected internal override void Mark()
    {
        if (marked)
            statements.Execute("release work");
        statements.Execute("savepoint work");
        marked = true;
    }

    protected internal override bool TryReturnToMark()
    {
        statements.Execute("rollback to work");
        return true;
    }
}
