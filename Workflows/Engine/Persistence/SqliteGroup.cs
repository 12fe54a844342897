namespace WorkflowHost.Engine.Persistence;

/// <summary>One physical SQLite transaction; each work in it stands behind a savepoint of its own.</summary>
sealed class SqliteGroup : WriteGroup
{
    readonly SqliteStatements statements;
    readonly SqliteTurn transaction;
    bool open;

    public SqliteGroup(SqliteStatements statements)
    {
        this.statements = statements;
        transaction = new SqliteTurn(statements);
        statements.Execute("begin immediate");
        open = true;
    }

    internal override async Task RunAsync(IReadOnlyList<Work> works)
    {
        if (works is [var only])
            await only.RunAsync(transaction);
        else
            foreach (var work in works)
                await RunOneAsync(work);
    }

    protected internal override Task CommitAsync()
    {
        statements.Execute("commit");
        open = false;
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (open)
            statements.Execute("rollback");
        open = false;
        return ValueTask.CompletedTask;
    }

    async Task RunOneAsync(Work work)
    {
        statements.Execute("savepoint work");
        try
        {
            await work.RunAsync(transaction);
        }
        catch (Exception fault)
        {
            statements.Execute("rollback to work");
            work.Hold(fault);
        }
        statements.Execute("release work");
    }
}
