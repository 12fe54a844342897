using System.Text.Json.Serialization;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>How fast approvals start and are decided.</summary>
static class BenchApprovals
{
    /// <summary>Decisions a second while latency is measured: far more than people make, far less than it can do.</summary>
    const int ModerateRate = 100;

    /// <summary>Approvals of one round of the warm-up.</summary>
    const int ARound = 250;

    public static async Task MeasureAsync(BenchOptions options, TextWriter output)
    {
        await using var store = await BenchStore.OpenAsync(options);
        BenchCommand.Note("Making an invented country …");
        var bench = await ApprovalBench.PrepareAsync(store.Database, TimeProvider.System);
        var durability = await store.Database.DurabilityAsync();
        void Print(string phase, int parallel, Timings timings, Growth? growth) =>
            BenchCommand.Print(output, new Phase(
                phase, timings.Count, Math.Round(timings.Seconds, 3), Math.Round(timings.Count / timings.Seconds, 1),
                timings.Percentile(50), timings.Percentile(99), Math.Round(1_000 * timings.CpuSeconds / timings.Count, 3),
                growth?.Whole, growth?.Engine, BenchCommand.PeakMebibytes(), options.Store, durability, parallel));

        await WarmUpAsync(bench, options);
        var before = await Growth.OfAsync(store);
        if (options.Waiting > 0)
        {
            BenchCommand.Note($"Starting {options.Waiting} approvals that wait …");
            var waits =
                await Timings.OfParallelAsync(Enumerable.Range(0, options.Waiting), options.Parallel, _ => bench.StartAsync());
            Print("wait", options.Parallel, waits, await Growth.SinceAsync(store, before, options.Waiting));
            before = await Growth.OfAsync(store);
        }
        BenchCommand.Note($"Starting {options.Instances} approvals …");
        var start =
            await Timings.OfParallelAsync(Enumerable.Range(0, options.Instances), options.Parallel, _ => bench.StartAsync());
        Print("start", options.Parallel, start, await Growth.SinceAsync(store, before, options.Instances));

        BenchCommand.Note($"Deciding {options.Latency} one at a time, then {options.Latency} at {ModerateRate} a second …");
        // As many more, so that the full number is waiting all the while.
        await Timings.OfParallelAsync(Enumerable.Range(0, 2 * options.Latency), options.Parallel, _ => bench.StartAsync());
        var waiting = await bench.WaitingAsync(options.Instances + 2 * options.Latency);
        Print("decide-latency", 1, await Timings.OfParallelAsync(waiting.Take(options.Latency), 1, bench.DecideAsync), null);
        Print($"decide-latency-at-{ModerateRate}-per-second", ModerateRate,
            await Timings.AtRateAsync(waiting.Skip(options.Latency).Take(options.Latency), ModerateRate, bench.DecideAsync),
            null);

        BenchCommand.Note($"Deciding {options.Instances} …");
        Print("decide", options.Parallel,
            await Timings.OfParallelAsync(waiting.Skip(2 * options.Latency), options.Parallel, bench.DecideAsync), null);
        await bench.MustBeDoneAsync(options.Waiting);
        await OpenAgainAsync(store, bench, options, Print);
    }

    // What a host that starts on a store with all these instances does before it is ready, and its first decision.
    static async Task OpenAgainAsync(
        BenchStore store, ApprovalBench bench, BenchOptions options, Action<string, int, Timings, Growth?> print)
    {
        await bench.StartAsync();
        await store.OpenAgainAsync(options);
        print("cold-start", 1, await Timings.OfParallelAsync([0], 1, async _ =>
        {
            var again = await ApprovalBench.OpenAsync(store.Database, TimeProvider.System);
            await again.DecideAsync((await again.WaitingAsync(1))[0]);
        }), null);
    }

    // Compiles what runs and prepares its statements; the service does that once in its life.
    // A service that runs for years is compiled to the end; after a thousand steps a quarter of the processors still compiles.
    static async Task WarmUpAsync(ApprovalBench bench, BenchOptions options)
    {
        BenchCommand.Note("Warming up …");
        for (var round = 0; round < Math.Clamp(options.Instances / ARound, 4, 40); round++)
        {
            await Timings.OfParallelAsync(Enumerable.Range(0, ARound), options.Parallel, _ => bench.StartAsync());
            await Timings.OfParallelAsync(await bench.WaitingAsync(ARound), options.Parallel, bench.DecideAsync);
        }
    }

    /// <summary>Bytes of the whole store, and of the engine's tables in it.</summary>
    sealed record Growth(long Whole, long Engine)
    {
        public static async Task<Growth> OfAsync(BenchStore store) => new(await store.SizeAsync(), await store.EngineSizeAsync());

        /// <summary>For each instance that came since then.</summary>
        public static async Task<Growth> SinceAsync(BenchStore store, Growth before, int instances)
        {
            var now = await OfAsync(store);
            return new((now.Whole - before.Whole) / instances, (now.Engine - before.Engine) / instances);
        }
    }

    sealed record Phase(
        [property: JsonPropertyName("phase")] string Name, int Instances, double Seconds, double PerSecond, double P50Ms,
        double P99Ms,
        double CpuMsPerInstance, long? BytesPerInstance, long? EngineBytesPerInstance, long PeakRssMb, string Store,
        string Durability, int Parallel);
}
