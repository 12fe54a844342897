using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// A circular that asks for a report goes to so many organisations at once: listed, an instance with its task and mails started
/// for each, and read in the cockpits. It is what the department does on a morning.
/// </summary>
static class BenchSend
{
    const string Definition = "circular-report";
    const string Id = "bench";

    static readonly string[] Types =
    [
        OrganisationType.Pao, OrganisationType.CityMunicipality, OrganisationType.TownMunicipality,
        OrganisationType.TambonMunicipality, OrganisationType.Tao, OrganisationType.SubUnit,
    ];

    public static async Task MeasureAsync(BenchOptions options, TextWriter output)
    {
        await using var store = await BenchStore.OpenAsync(options);
        var (database, clock) = (store.Database, TimeProvider.System);
        BenchCommand.Note("Making an invented country …");
        var job = await PrepareAsync(database, clock, options.Organisations);
        var durability = await database.DurabilityAsync();
        void Print(string phase, Timings timings, int organisations, Waits? waits = null) => BenchCommand.Print(output, new Phase(
            phase, organisations, Math.Round(timings.Seconds, 3), Math.Round(organisations / timings.Seconds, 1), waits?.P50Ms,
            waits?.P99Ms, Math.Round(1_000 * timings.CpuSeconds / organisations, 3), BenchCommand.PeakMebibytes(), options.Store,
            durability, options.Parallel));

        BenchCommand.Note($"Sending to {options.Organisations} organisations …");
        var sent = clock.GetUtcNow();
        var sending = await OnceAsync(() => job.RunAsync(options.Parallel));
        var waits = await WaitsAsync(database, sent, options.Organisations);
        Print("send", sending, options.Organisations, waits);
        Print("country-by-province", await OnceAsync(
            () => UnitProgress.CountAsync(database, Id, "/", "province", clock.GetUtcNow())), options.Organisations);
        var province = (await database.FirstAsync<string>(
            "select path from organisations where type = 'province' order by code limit 1", new { }))!;
        IReadOnlyList<UnitProgress> units = [];
        var read = await OnceAsync(async () => units = await UnitProgress.OfAsync(database, Id, province, clock.GetUtcNow()));
        Print("one-province", read, units.Count);
    }

    static Task<Timings> OnceAsync(Func<Task> call) => Timings.OfParallelAsync([0], 1, _ => call());

    static async Task<SendingJob> PrepareAsync(Database database, TimeProvider clock, int organisations)
    {
        await Preparation.MigrateAsync(database, clock);
        await ShippedFacts.LoadAsync(database, clock);
        await BenchCountry.SettleAsync(database, clock.GetUtcNow(), organisations);
        var tools = new Tools(new OfficeCalendar(), MailTemplates.Load(Folders.MailTemplates), "https://bench.example");
        var definitions = new DefinitionStore(database, AllActivities.Catalog(tools), clock);
        await definitions.PublishAsync([await File.ReadAllTextAsync(Path.Combine(Folders.Workflows, Definition + ".json"))]);
        await database.WriteAsync(transaction =>
        {
            Sending(clock.GetUtcNow(), organisations).Insert(transaction);
            return Task.CompletedTask;
        });
        var runtime = new WorkflowRuntime(database, definitions, clock, NullLogger<WorkflowRuntime>.Instance);
        return new SendingJob(database, runtime, tools, clock, NullLogger<SendingJob>.Instance);
    }

    static Sending Sending(DateTimeOffset now, int organisations) => new()
    {
        Id = Id,
        CircularId = "D",
        DefinitionId = Definition,
        Mode = Activities.Cascade.Sending.Direct,
        Types = string.Join(' ', Types),
        LetterNumber = "bench",
        LetterDate = ThaiDate.BangkokDate(now),
        SentBy = BenchCountry.Reviewer(0),
        SentAt = now,
        Total = organisations,
    };

    // How long after the sending half of the organisations had their task, and all but one in a hundred.
    static async Task<Waits> WaitsAsync(Database database, DateTimeOffset sent, int organisations)
    {
        var opened = (await database.QueryAsync<Opened>("select opened_at from tasks order by opened_at", new { })).ToList();
        if (opened.Count != organisations)
            throw new InvalidOperationException($"{organisations} organisations were to have a task, and {opened.Count} have.");
        double After(int percent) => Math.Round(
            (opened[Math.Max(0, (int)Math.Ceiling(opened.Count * percent / 100.0) - 1)].OpenedAt - sent).TotalMilliseconds, 1);
        return new Waits(After(50), After(99));
    }

    sealed record Waits(double P50Ms, double P99Ms);

    sealed class Opened
    {
        public DateTimeOffset OpenedAt { get; init; }
    }

    sealed record Phase(
        [property: JsonPropertyName("phase")] string Name, int Organisations, double Seconds, double PerSecond, double? P50Ms,
        double? P99Ms, double CpuMsPerOrganisation, long PeakRssMb, string Store, string Durability, int Parallel);
}
