using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>Timers that are all due at the same instant: how long until each has fired, once, and its instance is over.</summary>
static class BenchDue
{
    const string Definition =
        """
        {
          "id": "bench-timer-v1", "definitionId": "bench-timer", "name": "Bench: one timer", "version": 1,
          "root": {
            "id": "root", "type": "Elsa.Flowchart", "version": 1, "start": "start",
            "activities": [
              { "id": "start", "type": "Elsa.Start", "version": 1 },
              {
                "id": "wait", "type": "Elsa.Delay", "version": 1,
                "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "01:00:00" } }
              },
              { "id": "end", "type": "Elsa.End", "version": 1 }
            ],
            "connections": [
              { "source": { "activity": "start", "port": "Done" }, "target": { "activity": "wait", "port": "In" } },
              { "source": { "activity": "wait", "port": "Done" }, "target": { "activity": "end", "port": "In" } }
            ]
          }
        }
        """;

    public static async Task MeasureAsync(BenchOptions options, TextWriter output)
    {
        await using var store = await BenchStore.OpenAsync(options);
        var clock = new BenchClock(TimeProvider.System.GetUtcNow());
        await Preparation.MigrateAsync(store.Database, clock);
        var tools = new Tools(new OfficeCalendar(), MailTemplates.Load(Folders.MailTemplates), "https://bench.example");
        var definitions = new DefinitionStore(store.Database, AllActivities.Catalog(tools), clock);
        await definitions.PublishAsync([Definition]);
        var runtime = new WorkflowRuntime(store.Database, definitions, clock, NullLogger<WorkflowRuntime>.Instance);
        var durability = await store.Database.DurabilityAsync();
        void Print(string phase, Timings timings) => BenchCommand.Print(output, new Phase(
            phase, options.Count, Math.Round(timings.Seconds, 3), Math.Round(options.Count / timings.Seconds, 1),
            Math.Round(1_000 * timings.CpuSeconds / options.Count, 3), BenchCommand.PeakMebibytes(), options.Store, durability));

        BenchCommand.Note($"Starting {options.Count} timers …");
        Print("wait", await Timings.OfParallelAsync(Enumerable.Range(0, options.Count), options.Parallel,
            _ => runtime.StartAsync(new StartRequest("bench-timer"))));
        clock.Push(TimeSpan.FromHours(2));
        BenchCommand.Note("All are due …");
        var moved = 0;
        Print("fire", await Timings.OfParallelAsync([0], 1, async _ => moved = await runtime.RunDueAsync()));
        var over = await store.Database.FirstAsync<long>("select count(*) from instances where status = 'Finished'");
        if ((moved, over) != (options.Count, options.Count))
            throw new InvalidOperationException($"{moved} timers fired and {over} instances are over, of {options.Count}.");
    }

    sealed record Phase(
        [property: JsonPropertyName("phase")] string Name, int Timers, double Seconds, double PerSecond, double CpuMsEach,
        long PeakRssMb, string Store, string Durability);
}
