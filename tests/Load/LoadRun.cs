using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Torture;
using WorkflowHost.Tests.Web;
using WorkflowHost.Web;


namespace WorkflowHost.Tests.Load;

/// <summary>
/// A host as a process of its own with years of finished cases in its store, asked at a constant rate: six of ten requests are
/// an inbox, three a case, one a reviewer's decision that moves a workflow.
/// </summary>
static partial class LoadRun
{
    const int Reviewers = 8;

    static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What was found. Processor time of the host alone, in seconds for each second; memory in MB at the end.</summary>
    public sealed record Report(
        LoadOptions Options, int Cores, int WaitingCases, double FillSeconds, double ProcessorsUsed, double MemoryMb, Found Inbox,
        Found Case, Found Decision)
    {
        public string ToJson() => JsonSerializer.Serialize(this, Indented);
    }

    public static async Task<Report> RunAsync(LoadOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-load").FullName;
        using var postgres = options.Store == "postgres" && options.Connection is null ? PostgresServer.OfOnesOwn() : null;
        var settings = Settings(options, options.Connection ?? postgres?.NewDatabase(), folder);
        // The warm-up decides as well.
        var decisions = options.Rate / 10 * (options.Seconds + options.WarmUp) + 200;
        var since = TimeProvider.System.GetTimestamp();
        var waiting = await FillAsync(options, settings, decisions);
        var filled = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        Report report;
        await using (var host = new TorturedHost(1, folder, settings, new Ledger()))
        {
            await Patient.UntilAsync(
                "a host that is ready", () => Task.FromResult(host.IsReady ? host : null), TimeSpan.FromMinutes(2));
            report = await AskAsync(options, host.Address, folder, waiting);
        }
        Directory.Delete(folder, recursive: true);
        return report with { FillSeconds = Math.Round(filled, 1) };
    }

    static async Task<IReadOnlyList<string>> FillAsync(LoadOptions options, Dictionary<string, string> settings, int decisions)
    {
        await using var program = Composition.Build(
            ["--environment", "Development", "--Timetable:Enabled=false",
                .. settings.Select(setting => $"--{setting.Key.Replace("__", ":")}={setting.Value}")]);
        var database = program.Services.GetRequiredService<Database>();
        if (options.Connection is { } own)
            PostgresServer.Empty(own);
        await Preparation.RunAsync(program.Services);
        var now = program.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var seats = (await TortureTown.SettleAsync(database, Reviewers, now)).SelectMany(seat => seat).ToList();
        var others = Enumerable.Range(options.Directors, Reviewers - options.Directors).Select(TortureTown.Director).ToList();
        await database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set valid_to = @now where person_id in @others", new { now, others }));
        await new WaitingCases(program.Services).MakeAsync(seats.Take(decisions));
        var mail = await database.FirstAsync<string>("select payload from outbox order by id desc limit 1");
        // What they were mailed is no part of this.
        await database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update outbox set done_at = @now, due_at = null", new { now }));
        await FinishedCases.FillAsync(database, options.Tasks / FinishedCases.TasksOfACase, mail!, now);
        return await database.QueryAsync<string>("select id from tasks where kind = 'review' and closed_at is null order by id");
    }

    static async Task<Report> AskAsync(LoadOptions options, string address, string folder, IReadOnlyList<string> waiting)
    {
        var sessions = new List<Session>();
        for (var number = 0; number < Reviewers; number++)
            sessions.Add(await Session.BeginAsync(address, TortureTown.Reviewer(number), $"/tasks/{waiting[0]}"));
        var cases = options.Tasks / FinishedCases.TasksOfACase;
        var luck = new Random(1);
        var inboxes = sessions.SelectMany(session => new[] { session.Get("/tasks"), session.Get("/tasks?kind=review") }).ToList();
        var pages = Enumerable.Range(0, 2_000).Select(number => sessions[number % Reviewers].Get(luck.Next(3) == 0
            ? "/tasks/" + FinishedCases.DecidedTaskId(luck.Next(cases))
            : "/requests/" + FinishedCases.RequestId(luck.Next(cases)))).ToList();
        var answers = waiting.Select((task, number) =>
            sessions[number % Reviewers].Post($"/tasks/{task}", "Answer=Approve&Reason=complete&AddresseeRead=true")).ToList();
        var warm = options.Rate / 10 * options.WarmUp;
        await AskAsync(answers.Take(warm), options.WarmUp);
        var before = await ProcessorAsync(address);
        var found = await AskAsync(answers.Skip(warm), options.Seconds);
        var after = await ProcessorAsync(address);
        return new Report(options, Environment.ProcessorCount, waiting.Count, 0,
            Math.Round((after.Seconds - before.Seconds) / options.Seconds, 2), Math.Round(after.Bytes / 1e6), found[0], found[1],
            found[2]);

        Task<Found[]> AskAsync(IEnumerable<string> decisions, int seconds) => Task.WhenAll(
            Wrk.RunAsync(address, folder, inboxes, options.Rate * 0.6, seconds, once: false),
            Wrk.RunAsync(address, folder, pages, options.Rate * 0.3, seconds, once: false),
            Wrk.RunAsync(address, folder, [.. decisions], options.Rate * 0.1, seconds, once: true));
    }

    static async Task<(double Seconds, double Bytes)> ProcessorAsync(string address)
    {
        using var visitor = new Visitor(address);
        var metrics = (await visitor.GetAsync("/metrics")).Html;
        return (Number("process_cpu_seconds_total"), Number("process_resident_memory_bytes"));

        double Number(string name) => double.Parse(
            Regex.Match(metrics, $"^{name} (.+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    static Dictionary<string, string> Settings(LoadOptions options, string? connection, string folder) => new()
    {
        ["Store__Kind"] = options.Store,
        ["Store__Path"] = Path.Combine(folder, "store.db"),
        ["Store__ConnectionString"] = connection ?? "",
        ["Letters__Folder"] = Path.Combine(folder, "letters"),
        ["CitizenIds__KeyFile"] = Path.Combine(folder, "citizen-ids.key"),
        ["Mail__FolderPath"] = Path.Combine(folder, "mail"),
        ["Mail__SentFolder"] = Path.Combine(folder, "sent"),
        ["Limits__SignInsPerMinute"] = "100000",
        ["Serilog__MinimumLevel__Default"] = "Warning",
    };
}
