using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// Counts the commits that change something, and dies at one of them: before it, or after it without a word to whoever waits.
/// </summary>
public sealed class Death(int atCommit, bool afterIt)
{
    int atCommit = atCommit;
    bool afterIt = afterIt;
    int commits;

    public bool HasCome { get; private set; }

    /// <summary>Commits that were asked for until now.</summary>
    public int Commits => commits;

    /// <summary>Another hour, counted from now.</summary>
    public void Plan(int at, bool after) => (atCommit, afterIt, commits) = (at, after, 0);

    public async Task CommitAsync(bool changes, Func<Task> commit)
    {
        RequireAlive();
        var isHour = changes && Interlocked.Increment(ref commits) == atCommit;
        if (isHour && !afterIt)
            Come();
        await commit();
        if (isHour)
            Come();
    }

    /// <summary>The dead do nothing more.</summary>
    public void RequireAlive()
    {
        if (HasCome)
            throw new DeadException();
    }

    void Come()
    {
        HasCome = true;
        throw new DeadException();
    }
}

/// <summary>Stores of hosts that die; while there is no death they are like any other.</summary>
static class DyingStores
{
    public static TestDatabase Sqlite(Func<Death?> death) => TestDatabases.SqliteBy(
        file => death() is { } next ? new DyingSqliteDatabase(file, next) : new SqliteDatabase(file));

    public static TestDatabase Postgres(Func<Death?> death) => TestDatabases.PostgresBy(
        address => death() is { } next ? new DyingPostgresDatabase(address, next) : new PostgresDatabase(address));
}

/// <summary>What a process that was killed would have said.</summary>
public sealed class DeadException() : Exception("The process is dead.");

public sealed class DyingSqliteDatabase(string path, Death death) : SqliteDatabase(path)
{
    long changes;

    protected override Task<WriteGroup> BeginAsync()
    {
        death.RequireAlive();
        return base.BeginAsync();
    }

    protected override Task<Reading> OpenForReadingAsync()
    {
        death.RequireAlive();
        return base.OpenForReadingAsync();
    }

    protected override async Task CommitAsync(WriteGroup group)
    {
        var now = await group.FirstAsync<long>("select total_changes()");
        await death.CommitAsync(now != changes, () => base.CommitAsync(group));
        changes = now;
    }
}

public sealed class DyingPostgresDatabase(string connectionString, Death death) : PostgresDatabase(connectionString)
{
    protected override Task<WriteGroup> BeginAsync()
    {
        death.RequireAlive();
        return base.BeginAsync();
    }

    protected override Task<Reading> OpenForReadingAsync()
    {
        death.RequireAlive();
        return base.OpenForReadingAsync();
    }

    // A transaction that changed nothing was given no number.
    protected override async Task CommitAsync(WriteGroup group)
    {
        var number = await group.FirstAsync<string>("select cast(pg_current_xact_id_if_assigned() as text)");
        await death.CommitAsync(number is not null, () => base.CommitAsync(group));
    }
}
