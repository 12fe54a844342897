using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Backup;

/// <summary>
/// A consistent copy of the store while hosts work on it, and back: SQLite's own <c>vacuum into</c>, PostgreSQL's own pg_dump
/// and pg_restore (Debian package postgresql-client).
/// </summary>
static class StoreCopy
{
    const string SqliteFile = "store.db";
    const string PostgresFile = "store.dump";

    /// <exception cref="InvalidOperationException">pg_dump is missing or failed; its message is in it.</exception>
    public static async Task WriteAsync(StoreSettings store, string folder)
    {
        if (store.IsPostgres)
            await RunAsync("pg_dump", store, "--format=custom", "--no-owner", "--file", Path.Combine(folder, PostgresFile));
        else
            await CopySqliteAsync(store.Path, Path.Combine(folder, SqliteFile));
    }

    /// <exception cref="InvalidOperationException">The target isn't empty, or the copy is of the other kind of store.</exception>
    public static async Task ReadAsync(StoreSettings store, string folder)
    {
        var file = Path.Combine(folder, store.IsPostgres ? PostgresFile : SqliteFile);
        if (!File.Exists(file))
            throw new InvalidOperationException($"{folder} holds no copy of a store of the kind '{store.Kind}'.");
        if (store.IsPostgres)
            await RestorePostgresAsync(store, file);
        else
            RestoreSqlite(store.Path, file);
    }

    static async Task CopySqliteAsync(string from, string to)
    {
        if (!File.Exists(from))
            throw new InvalidOperationException($"There is no store at {from}.");
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var copy = connection.CreateCommand();
        copy.CommandText = "vacuum into $to";
        copy.Parameters.AddWithValue("$to", to);
        await copy.ExecuteNonQueryAsync();
    }

    static void RestoreSqlite(string path, string file)
    {
        if (File.Exists(path))
            throw new InvalidOperationException($"{path} is there already. Move it away first: nothing is overwritten.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.Copy(file, path);
    }

    static async Task RestorePostgresAsync(StoreSettings store, string file)
    {
        await using (var source = NpgsqlDataSource.Create(store.ConnectionString))
        await using (var command = source.CreateCommand(
            "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"))
            if ((long)(await command.ExecuteScalarAsync())! > 0)
                throw new InvalidOperationException("The database holds tables already. Give an empty one: nothing is overwritten.");
        await RunAsync("pg_restore", store, "--no-owner", "--exit-on-error", "--single-transaction", file);
    }

    static async Task RunAsync(string program, StoreSettings store, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(store.ConnectionString);
        var start = new ProcessStartInfo(program, ["--dbname", to.Database ?? "", "--no-password", .. arguments])
        {
            RedirectStandardError = true,
        };
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGPASSWORD"] = to.Password;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {said.Trim()}");
    }
}
