using System.Data.Common;
using Dapper;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>The shared store for many hosts. Durability is the server's own setting; we change nothing of it.</summary>
public class PostgresDatabase : Database
{
    /// <summary>More than a lane per core only adds lock waits; fewer leave the server idle while we think.</summary>
    const int Lanes = 6;

    /// <summary>Locks are held until the group's commit, so groups stay small.</summary>
    const int GroupSize = 64;

    const string IsHalfBuilt =
        "select exists (select 1 from pg_index i join pg_class c on c.oid = i.indexrelid "
        + "where c.oid = to_regclass(@Name) and not i.indisvalid)";

    readonly NpgsqlDataSource source;
    readonly Lock clearing = new();

    public PostgresDatabase(string connectionString) : base(GroupSize)
    {
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            ApplicationName = "WorkflowHost",
        });
        StartLanes(Lanes);
    }

    public override string Dialect => "postgres";

    public override async Task<string> DurabilityAsync()
    {
        var settings = await QueryAsync<string>(
            "select name || '=' || setting from pg_settings where name in ('server_version', 'fsync', 'synchronous_commit') "
            + "order by name");
        return "PostgreSQL, " + string.Join(", ", settings);
    }

    // A prepared "select *" of before a column was added fails once on every connection, which then knows better: so all go.
    // The pool answers at once while somebody else is still emptying it, and would hand out what is about to go: hence the lock.
    protected override bool ForgotTables(DbException fault)
    {
        if (fault is not PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" })
            return false;
        lock (clearing)
            source.Clear();
        return true;
    }

    // Outside a transaction, and waiting in none: the build waits for every transaction that began before it. Without the
    // lock two hosts would build the same index and wait for each other.
    public override async Task BuildAsync(OnlineIndex index)
    {
        await using var connection = await source.OpenConnectionAsync();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(hashtext('online index'))"))
            await pause.WaitForNextTickAsync();
        try
        {
            if (await connection.ExecuteScalarAsync<bool>(IsHalfBuilt, new { index.Name }))
                await connection.ExecuteAsync($"drop index concurrently {index.Name}", commandTimeout: 0);
            await connection.ExecuteAsync(index.Create("concurrently "), commandTimeout: 0);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(hashtext('online index'))");
        }
    }

    protected override string BeginSnapshot => "begin isolation level repeatable read read only";

    protected override async Task<Reading> OpenForReadingAsync() => new PostgresReading(await source.OpenConnectionAsync());

    protected override async Task<WriteGroup> BeginAsync() => new PostgresGroup(await source.OpenConnectionAsync());

    protected override ValueTask CloseAsync() => source.DisposeAsync();
}
