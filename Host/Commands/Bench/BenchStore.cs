using Microsoft.Data.Sqlite;
using Npgsql;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>An empty store for a bench, with the durability that the service itself uses, and how large it is.</summary>
sealed class BenchStore : IAsyncDisposable
{
    const string Schema = "workflowhost_bench";
    const string FromOurTables = "from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace";

    const string OfTheEngine = "('instances', 'bookmarks', 'journal')";

    readonly string? folder;

    BenchStore(Database database, string? folder) => (Database, this.folder) = (database, folder);

    public Database Database { get; private set; }

    /// <exception cref="InvalidOperationException">The PostgreSQL database isn't empty.</exception>
    public static Task<BenchStore> OpenAsync(BenchOptions options) =>
        options.Store == "postgres" ? OpenPostgresAsync(options) : Task.FromResult(OpenSqlite(options));

    /// <summary>
    /// Bytes on disk. SQLite: the file after a checkpoint that empties the write-ahead log. PostgreSQL: the tables with their
    /// indexes and TOAST. Neither is vacuumed before.
    /// </summary>
    public async Task<long> SizeAsync()
    {
        if (folder is null)
            return await Database.FirstAsync<long>(
                "select sum(pg_total_relation_size(oid))::bigint " + FromOurTables);
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var checkpoint = connection.CreateCommand();
            checkpoint.CommandText = "pragma wal_checkpoint(truncate)";
            await checkpoint.ExecuteNonQueryAsync();
        }
        return new FileInfo(File).Length + new FileInfo(File + "-wal").Length;
    }

    /// <summary>The engine's own part of it: instances, bookmarks and journal with their indexes.</summary>
    public Task<long> EngineSizeAsync() => Database.FirstAsync<long>(folder is null
        ? $"select sum(pg_total_relation_size(oid))::bigint {FromOurTables} and relname in {OfTheEngine}"
        : $"select sum(pgsize) from dbstat where name in (select name from sqlite_schema where tbl_name in {OfTheEngine})");

    /// <summary>Closes the store and opens it anew, as a host that is started again.</summary>
    public async Task OpenAgainAsync(BenchOptions options)
    {
        await Database.DisposeAsync();
        Database = folder is null ? new PostgresDatabase(ConnectionOf(options)) : new SqliteDatabase(File);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    string File => FileIn(folder!);

    static string FileIn(string folder) => Path.Combine(folder, "bench.db");

    static BenchStore OpenSqlite(BenchOptions options)
    {
        var folder = Path.Combine(options.Path, $"bench-{Guid.NewGuid():N}");
        return new BenchStore(new SqliteDatabase(FileIn(folder)), folder);
    }

    static async Task<BenchStore> OpenPostgresAsync(BenchOptions options)
    {
        if (options.Reset)
        {
            await using var source = NpgsqlDataSource.Create(options.Connection);
            await using var command = source.CreateCommand($"drop schema if exists {Schema} cascade; create schema {Schema}");
            await command.ExecuteNonQueryAsync();
        }
        var database = new PostgresDatabase(ConnectionOf(options));
        if (await database.FirstAsync<long>("select count(*) " + FromOurTables) == 0)
            return new BenchStore(database, folder: null);
        await database.DisposeAsync();
        throw new InvalidOperationException(
            $"The database holds tables already. Give an empty one, or --reset to use (and empty) the schema {Schema} in it.");
    }

    static string ConnectionOf(BenchOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Connection);
        if (options.Reset)
            connection.SearchPath = Schema;
        return connection.ToString();
    }
}
