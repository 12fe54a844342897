using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// A SQLite store of its own for one simulation, made by the same migrations and removed with it. It writes a log of all that
/// happens, in the order in which it happens, so that nothing of what runs in it needs to know that it is watched.
/// </summary>
sealed class ThrowAwayStore : IAsyncDisposable
{
    readonly DirectoryInfo folder;
    readonly CountedDatabase database;
    long read;

    ThrowAwayStore(DirectoryInfo folder)
    {
        this.folder = folder;
        database = new CountedDatabase(Path.Combine(folder.FullName, "simulation.db"));
    }

    public Database Database => database;

    public long Commits => database.Commits;

    public static async Task<ThrowAwayStore> OpenAsync(TimeProvider clock)
    {
        var store = new ThrowAwayStore(Directory.CreateTempSubdirectory("workflowhost-simulation"));
        try
        {
            await Migrator.ApplyAsync(store.Database, clock, typeof(Database).Assembly, typeof(ThrowAwayStore).Assembly);
            return store;
        }
        catch (Exception)
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>From here on the log is written; who comes and goes before is no event.</summary>
    public Task WatchAsync() => Database.WriteAsync(async transaction =>
    {
        foreach (var statement in LogTriggers.Statements)
            await transaction.ExecuteAsync(statement, new { });
    });

    /// <summary>What was logged since the last time, in order.</summary>
    public async Task<IReadOnlyList<LogRow>> ReadOnAsync()
    {
        // In a transaction, though it only reads: there a statement is compiled once.
        var rows = await Database.WriteAsync(transaction =>
            transaction.QueryAsync<LogRow>("select * from simulation_log where id > @read order by id", new { read }));
        if (rows.Count > 0)
            read = rows[^1].Id;
        return rows;
    }

    /// <summary>The earliest instant at which the engine has something to do by itself.</summary>
    public async Task<DateTimeOffset?> NextDueAsync() => (await Database.WriteAsync(transaction =>
        transaction.FirstAsync<DueRow>("select min(due_at) as at from bookmarks where due_at is not null", new { })))?.At;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    sealed class CountedDatabase(string path) : SqliteDatabase(path, lasting: false)
    {
        public long Commits { get; private set; }

        protected override Task CommitAsync(WriteGroup group)
        {
            Commits++;
            return base.CommitAsync(group);
        }
    }

    sealed class DueRow
    {
        public DateTimeOffset? At { get; init; }
    }
}

/// <summary>A row of the log; which columns are filled depends on the event.</summary>
sealed class LogRow
{
    public long Id { get; init; }
    public string Event { get; init; } = "";
    public string? InstanceId { get; init; }
    public string? NodeId { get; init; }
    public string? TaskId { get; init; }
    public string? OrganisationCode { get; init; }
    public string? Who { get; init; }
    public string? Outcome { get; init; }
    public string? RuleId { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public string? Detail { get; init; }
}
