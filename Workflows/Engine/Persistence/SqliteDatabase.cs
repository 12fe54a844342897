using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// The embedded store: one file, one host. Write-ahead log with <c>synchronous=FULL</c>: an answered commit survives
/// a power cut. One writer; any number of readers beside it.
/// </summary>
public class SqliteDatabase : Database
{
    /// <summary>Measured on two cores: larger groups gain little and make the first caller wait.</summary>
    const int GroupSize = 256;

    static readonly string[] Lasting = ["journal_mode = wal", "synchronous = full", "wal_autocheckpoint = 4000"];
    static readonly string[] ThrownAway = ["locking_mode = exclusive", "journal_mode = memory", "synchronous = off"];

    readonly string path;
    readonly bool lasting;
    readonly FileStream onlyHost;
    readonly ConcurrentBag<SqliteStatements> readers = [];

    /// <summary>Opens or creates the file. Throws when another host holds it.</summary>
    /// <param name="lasting">
    /// False for a store that one caller uses at a time and throws away: one connection, which waits for neither disk nor lock.
    /// </param>
    public SqliteDatabase(string path, bool lasting = true) : base(GroupSize)
    {
        SqliteLibrary.RequireVersion();
        this.path = Path.GetFullPath(path);
        this.lasting = lasting;
        Directory.CreateDirectory(Path.GetDirectoryName(this.path)!);
        onlyHost = HoldAlone(this.path + ".lock");
        var writer = Open(SqliteOpenMode.ReadWriteCreate);
        foreach (var pragma in lasting ? Lasting : ThrownAway)
            writer.Execute($"pragma {pragma}");
        writer.Execute("pragma cache_size = -65536");
        // Or every work's savepoint copies the pages it touches into a file: half the time went into that.
        writer.Execute("pragma temp_store = memory");
        writer.Execute("pragma foreign_keys = on");
        Prepared = new SqliteStatements(writer);
        StartLanes(lasting ? 1 : 0);
    }

    public override string Dialect => "sqlite";

    internal SqliteStatements Prepared { get; }

    /// <summary>Every statement run so far, for whoever wants to see its plan. Ask while nobody reads or writes.</summary>
    public IReadOnlyList<string> StatementsRun => [.. readers.Append(Prepared).SelectMany(one => one.Texts).Distinct()];

    public override async Task<string> DurabilityAsync()
    {
        // Asked of the connection that commits: the setting belongs to a connection, not to the file.
        var (version, journal, synchronous) = await WriteAsync(async transaction => (
            await transaction.FirstAsync<string>("select sqlite_version()", new { }),
            await transaction.FirstAsync<string>("pragma journal_mode", new { }),
            await transaction.FirstAsync<long>("pragma synchronous", new { })));
        return $"SQLite {version}, journal_mode={journal}, "
            + $"synchronous={synchronous switch { 0 => "off", 1 => "normal", 2 => "full", _ => "extra" }}";
    }

    protected override Task<Reading> OpenForReadingAsync()
    {
        if (!lasting)
            return Task.FromResult<Reading>(new SqliteReading(Prepared, giveBack: null));
        return Task.FromResult<Reading>(new SqliteReading(readers.TryTake(out var idle) ? idle : NewReader(), readers.Add));
    }

    protected override Task<WriteGroup> BeginAsync() => Task.FromResult<WriteGroup>(new SqliteGroup(Prepared));

    protected override ValueTask CloseAsync()
    {
        Prepared.Dispose();
        foreach (var reader in readers)
            reader.Dispose();
        onlyHost.Dispose();
        return ValueTask.CompletedTask;
    }

    SqliteStatements NewReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("pragma query_only = on");
        return new SqliteStatements(connection);
    }

    SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return connection;
    }

    static FileStream HoldAlone(string file)
    {
        try
        {
            return new FileStream(
                file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault)
        {
            throw new InvalidOperationException(
                $"Another host is using this SQLite store ({Path.GetFileName(file)}). SQLite serves one host; " +
                "stop the other one, or set Store to postgres to run several.", fault);
        }
    }
}
