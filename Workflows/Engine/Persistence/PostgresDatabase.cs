using System.Text.RegularExpressions;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>The shared store for many hosts. Durability is the server's own setting; we change nothing of it.</summary>
public partial class PostgresDatabase : Database
{
    /// <summary>More than a lane per core only adds lock waits; fewer leave the server idle while we think.</summary>
    const int Lanes = 6;

    /// <summary>Locks are held until the group's commit, so groups stay small.</summary>
    const int GroupSize = 64;

    readonly NpgsqlDataSource source;

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

    // The mapper writes a list out for SQLite, but hands it to PostgreSQL as one array.
    protected override string InDialect(string sql) => InList().Replace(sql, "= any(@$1)");

    protected override string BeginSnapshot => "begin isolation level repeatable read read only";

    protected override async Task<Reading> OpenForReadingAsync()
    {
        var connection = await source.OpenConnectionAsync();
        return new Reading(connection, connection.DisposeAsync);
    }

    protected override async Task<WriteGroup> BeginAsync() => new PostgresGroup(await source.OpenConnectionAsync());

    protected override ValueTask CloseAsync() => source.DisposeAsync();

    [GeneratedRegex(@"\bin @(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex InList();
}
