using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Torture;

/// <summary>
/// One host of the cluster as a process of its own, and who looks after it: whatever ended is started again at once, as
/// systemd would.
/// </summary>
sealed class TorturedHost : IAsyncDisposable
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    readonly IReadOnlyDictionary<string, string> settings;
    readonly string folder;
    readonly string? version;
    readonly CancellationTokenSource end = new();
    readonly Ledger ledger;
    readonly Task keeper;
    volatile Process? process;
    volatile bool told;

    /// <param name="version">A command of these tests that runs another version of the program; null: the one built.</param>
    public TorturedHost(
        int number, string folder, IReadOnlyDictionary<string, string> settings, Ledger ledger, string? version = null)
    {
        (this.settings, this.folder, this.ledger) = (settings, Path.Combine(folder, $"host{number}"), ledger);
        this.version = version;
        Directory.CreateDirectory(this.folder);
        Address = $"http://127.0.0.1:{FreePort()}";
        keeper = KeepAsync();
    }

    public string Address { get; }

    /// <summary>Whether it said that it takes work, the last time it was asked.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Dies as if the power were cut.</summary>
    public void Kill() => Signal("KILL");

    /// <summary>Is asked to stop, finishes what it is in, and is started again.</summary>
    public void Stop() => Signal("TERM");

    /// <summary>Sleeps in the middle of everything, wakes, and goes on as if no time had passed.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        Signal("STOP");
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
        Signal("CONT");
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        Signal("KILL");
        await keeper;
        end.Dispose();
    }

    async Task KeepAsync()
    {
        using var tick = new PeriodicTimer(Tick);
        using var http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(5) };
        while (!end.IsCancellationRequested)
        {
            if (process is not { HasExited: false })
                Begin();
            IsReady = await AskAsync(http);
            await tick.WaitForNextTickAsync();
        }
        process?.WaitForExit();
    }

    void Begin()
    {
        // A host that starts while the database is down ends with a message; one that ran must not.
        if (IsReady && !told)
            ledger.Problem($"The host at {Address} ended by itself with {process?.ExitCode}; see {folder}.");
        (told, IsReady) = (false, false);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in (string[])(version is null
            ? [Repository.Path($"Host/bin/{configuration}/net10.0/WorkflowHost.dll")]
            : [typeof(TorturedHost).Assembly.Location, version]))
            start.ArgumentList.Add(word);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Address;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var begun = Process.Start(start)!;
        begun.OutputDataReceived += (_, line) => Say(line.Data);
        begun.ErrorDataReceived += (_, line) => Say(line.Data);
        begun.BeginOutputReadLine();
        begun.BeginErrorReadLine();
        process = begun;
    }

    void Say(string? line)
    {
        if (line is not null)
            lock (folder)
                File.AppendAllText(Path.Combine(folder, "said"), line + "\n");
    }

    static async Task<bool> AskAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    void Signal(string name)
    {
        if (process is not { HasExited: false } running)
            return;
        if (name is "KILL" or "TERM")
            told = true;
        using var kill = Process.Start("kill", ["-" + name, running.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
