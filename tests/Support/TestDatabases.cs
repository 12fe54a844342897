using System.Reflection;
using Npgsql;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Support;

/// <summary>Every store there is; each suite about storing runs on all of them.</summary>
public static class TestDatabases
{
    public static IEnumerable<TestFixtureData> All =>
    [
        new TestFixtureData(Sqlite).SetArgDisplayNames("SQLite"),
        new TestFixtureData(Postgres).SetArgDisplayNames("PostgreSQL"),
    ];

    public static TestDatabase Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-test").FullName;
        return new TestDatabase(
            () => new SqliteDatabase(Path.Combine(folder, "store.db")), () => Directory.Delete(folder, recursive: true));
    }

    public static TestDatabase Postgres()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        return new TestDatabase(() => new PostgresDatabase(connection), () => NpgsqlConnection.ClearAllPools());
    }
}

/// <summary>A store that can be closed and opened again, as after a crash.</summary>
public sealed class TestDatabase(Func<Database> open, Action remove) : IAsyncDisposable
{
    public Database Database { get; private set; } = open();

    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        Database = open();
    }

    public Task MigrateAsync(TimeProvider clock, params Assembly[] parts) => Migrator.ApplyAsync(Database, clock, parts);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        remove();
    }
}
