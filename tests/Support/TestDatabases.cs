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

    public static TestDatabase Sqlite() => SqliteBy(file => new SqliteDatabase(file));

    public static TestDatabase Postgres() => PostgresBy(connection => new PostgresDatabase(connection));

    /// <summary>Opened in a way of the test's own, such as one that dies.</summary>
    public static TestDatabase SqliteBy(Func<string, Database> open) => new(NewFile, open, file =>
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true));

    /// <inheritdoc cref="SqliteBy"/>
    public static TestDatabase PostgresBy(Func<string, Database> open) => new(
        PostgresServer.Shared.NewDatabase, open, _ => { });

    static string NewFile(string? copyOf)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("workflowhost-test").FullName, "store.db");
        if (copyOf is not null)
            File.Copy(copyOf, file);
        return file;
    }
}
