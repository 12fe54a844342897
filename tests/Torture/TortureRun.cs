using System.Text.Json;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Support.SmtpServers;

namespace WorkflowHost.Tests.Torture;

/// <summary>
/// Several hosts as real processes on one PostgreSQL with its default durability, mails over SMTP, circular A under load from
/// the first form to the Director's decision, and something that goes wrong every second or two. Afterwards the books must
/// balance.
/// </summary>
static class TortureRun
{
    static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What a torture found; no problems, and it is passed.</summary>
    public sealed record Report(
        double Seconds, TortureOptions Options, IReadOnlyDictionary<string, int> Counts, IReadOnlyCollection<string> Problems)
    {
        public string ToJson() => JsonSerializer.Serialize(this, Indented);
    }

    public static async Task<Report> RunAsync(TortureOptions options)
    {
        var since = TimeProvider.System.GetTimestamp();
        var ledger = new Ledger();
        var folder = Directory.CreateTempSubdirectory("workflowhost-torture").FullName;
        using var postgres = PostgresServer.OfOnesOwn();
        using var mail = AiosmtpdServer.Start();
        var connection = postgres.NewDatabase();
        await using var database = new PostgresDatabase(connection);
        using var letters = SmallDisk.Make(Path.Combine(folder, "letters"));
        var settings = Settings(connection, mail, folder);
        var hosts = Enumerable.Range(1, options.Hosts).Select(number => new TorturedHost(number, folder,
            number % 2 == 0 ? WithAClockAhead(settings) : settings, ledger)).ToList();
        try
        {
            await Patient.UntilAsync(
                "a host that is ready", () =>
                    Task.FromResult(hosts.All(host => host.IsReady) ? hosts : null), TimeSpan.FromMinutes(2));
            await TortureAsync(options, hosts, new Breakable(postgres, mail, letters), database, ledger);
        }
        finally
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
        }
        letters.Dispose();
        if (ledger.Problems.Count == 0)
            Directory.Delete(folder, recursive: true);
        return new Report(
            Math.Round(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 1), options, ledger.Counts, ledger.Problems);
    }

    static async Task TortureAsync(
        TortureOptions options, IReadOnlyList<TorturedHost> hosts, Breakable things, Database database, Ledger ledger)
    {
        var luck = new Random(options.Seed);
        var seats = await TortureTown.SettleAsync(database, options.Walkers, TimeProvider.System.GetUtcNow());
        using var end = new CancellationTokenSource(options.Time);
        var troubles = new Troubles(hosts, things, database, ledger, new Random(luck.Next())).MakeAsync(end.Token);
        var walks = seats.Select(
            (own, number) => new Walker(number, own, hosts, database, ledger, new Random(luck.Next())).WalkAsync(end.Token))
            .ToList();
        await troubles;
        var requests = (await Task.WhenAll(walks)).SelectMany(walk => walk).ToList();
        await TortureBooks.CloseAsync(database, things.Mail, requests, ledger);
    }

    // Debian's faketime: the clocks of every other host are a minute and a half ahead.
    static Dictionary<string, string> WithAClockAhead(Dictionary<string, string> settings)
    {
        var library = Directory.GetDirectories("/usr/lib", "*-linux-gnu")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1"))
            .FirstOrDefault(File.Exists);
        Required.OrSkip(library is not null, "libfaketime (Debian package faketime)");
        return new(settings)
        {
            ["LD_PRELOAD"] = library!,
            ["FAKETIME"] = "+90s",
            ["DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    public static Dictionary<string, string> Settings(string connection, AiosmtpdServer mail, string folder) => new()
    {
        ["Store__Kind"] = "postgres",
        ["Store__ConnectionString"] = connection,
        ["Letters__Folder"] = Path.Combine(folder, "letters"),
        ["CitizenIds__KeyFile"] = Path.Combine(folder, "citizen-ids.key"),
        ["Mail__Mode"] = "Smtp",
        ["Mail__Host"] = "127.0.0.1",
        ["Mail__Port"] = mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Mail__Security"] = "None",
        ["Limits__SignInsPerMinute"] = "100000",
        ["Limits__MailLinksPerMinute"] = "100000",
        ["Serilog__MinimumLevel__Default"] = "Warning",
    };
}
