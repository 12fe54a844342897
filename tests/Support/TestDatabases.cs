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

    public static TestDatabase Sqlite() => new(NewFile, file => new SqliteDatabase(file), file =>
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true));

    public static TestDatabase Postgres() => new(
        PostgresServer.Shared.NewDatabase, connection => new PostgresDatabase(connection), _ => { });

    static string NewFile(string? copyOf)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("workflowhost-test").FullName, "store.db");
        if (copyOf is not null)
            File.Copy(copyOf, file);
        return file;
    }
}
