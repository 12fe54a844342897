using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace WorkflowHost.Tests.Support;

/// <summary>
/// A real PostgreSQL of the tests' own: a fresh cluster in a temporary folder, on a free loopback port, with the
/// server's default durability. Started once a run, and gone with it.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    // With hundreds of databases that each have their minute, it would clear up ten times a second.
    static readonly Lazy<PostgresServer> Instance = new(() => Start("-c autovacuum_naptime=10min"));

    readonly string folder;
    readonly string binaries;
    readonly int port;
    int databases;
    bool isRunning = true;

    PostgresServer(string folder, string binaries, int port)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
    }

    public static PostgresServer Shared => Instance.Value;

    /// <summary>One that no other test uses, to be killed.</summary>
    public static PostgresServer OfOnesOwn() => Start("");

    /// <summary>The connection string of a new database: empty, or a copy of another that nobody is connected to.</summary>
    public string NewDatabase(string? copyOf = null)
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        connection.Open();
        var template = copyOf is null ? "" : " template " + new NpgsqlConnectionStringBuilder(copyOf).Database;
        using var command = new NpgsqlCommand($"create database {name}{template}", connection);
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    /// <summary>Loses everything in a database.</summary>
    public static void Empty(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("drop schema public cascade; create schema public", connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Dies as if the power were cut, with everything in it.</summary>
    public void Kill()
    {
        var postmaster = File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First();
        Run("kill", "-9", postmaster);
        isRunning = false;
    }

    /// <summary>Starts it after it was killed; it recovers what was committed.</summary>
    public async Task StartAgainAsync()
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var tries = 0; !isRunning; tries++)
        {
            try
            {
                Begin(binaries, folder, port, "");
                isRunning = true;
            }
            catch (InvalidOperationException) when (tries < 50)
            {
                // What is left of the one that was killed may still hold its memory for a moment.
                await pause.WaitForNextTickAsync();
            }
        }
    }

    public static void StopIfStarted()
    {
        if (Instance.IsValueCreated)
            Instance.Value.Dispose();
    }

    public void Dispose()
    {
        if (isRunning)
            Run(Path.Combine(binaries, "pg_ctl"), "-D", Path.Combine(folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(folder, recursive: true);
    }

    string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Maximum Pool Size=40;Include Error Detail=true";

    static PostgresServer Start(string settings)
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
                .FirstOrDefault()
            : null;
        Required.OrSkip(
            binaries is not null && File.Exists(Path.Combine(binaries, "initdb")), "PostgreSQL (Debian package postgresql)");
        var folder = Directory.CreateTempSubdirectory("workflowhost-pg").FullName;
        var port = FreePort();
        if (Environment.UserName == "root")
            Run("chown", "postgres", folder);
        Run(Path.Combine(binaries!, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust",
            "--encoding=UTF8", "--locale=C.UTF-8");
        Begin(binaries!, folder, port, settings);
        return new PostgresServer(folder, binaries!, port);
    }

    static void Begin(string binaries, string folder, int port, string settings) => Run(
        Path.Combine(binaries, "pg_ctl"), "-D", Path.Combine(folder, "data"), "-w", "-l", Path.Combine(folder, "log"),
        "-o", $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200 {settings}", "start");

    /// <summary>PostgreSQL refuses to run as root, so root hands it to the user that Debian made for it.</summary>
    static void Run(string program, params string[] arguments)
    {
        var asPostgres = Environment.UserName == "root" && program != "chown";
        var start = new ProcessStartInfo(asPostgres ? "setpriv" : program) { WorkingDirectory = "/" };
        if (asPostgres)
            foreach (var argument in (string[])["--reuid=postgres", "--regid=postgres", "--clear-groups", program])
                start.ArgumentList.Add(argument);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        // pg_ctl's child keeps the pipe open, so the output is read only as far as it matters.
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
