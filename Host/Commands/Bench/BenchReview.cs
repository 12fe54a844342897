using System.Diagnostics;
using System.Text.Json;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// <c>bench review</c>: a yearly review of many rights, opened over some days, answered by half, reminded and closed, then the
/// silence that follows. One JSON object a phase on standard output, everything else on standard error.
/// </summary>
static class BenchReview
{
    /// <summary>
    /// Opened within a week: fifty times as many a day as in a year, so that figures for a day are the worst ones.
    /// </summary>
    const int Days = 5;

    const int WindowDays = 30;
    const int RestoreDays = 30;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task MeasureAsync(BenchOptions options, TextWriter output)
    {
        await using var store = await BenchStore.OpenAsync(options);
        await Console.Error.WriteLineAsync($"Making an invented country with {options.Rights} rights …");
        // Monday, 5 October 2026, 08:40 in Bangkok.
        var clock = new BenchClock(ThaiDate.At(new DateOnly(2026, 10, 5), new TimeOnly(8, 40)));
        var bench = await ReviewBench.PrepareAsync(store.Database, clock, options.Rights);
        var durability = await store.Database.DurabilityAsync();
        async Task PhaseAsync(string name, Func<Task<Timings>> work, Func<Task<long>>? count = null)
        {
            await Console.Error.WriteLineAsync($"{name} …");
            var timings = await work();
            var rights = count is null ? timings.Count : await count();
            await output.WriteLineAsync(JsonSerializer.Serialize(new Phase(name, rights, Math.Round(timings.Seconds, 2),
                Math.Round(rights / timings.Seconds, 1), timings.Count, timings.Percentile(50), timings.Percentile(99),
                Math.Round(1_000 * timings.CpuSeconds / Math.Max(1, rights), 3), PeakMebibytes(), options.Store, durability),
                    Json));
        }

        Task<Timings> DaysAsync(int days) => Timings.OfParallelAsync(Enumerable.Range(0, days), 1, async _ =>
        {
            clock.PushDay();
            await bench.DayAsync();
        });

        await PhaseAsync("plan", () => Timings.OfParallelAsync([0], 1, _ => bench.PlanAsync(Days)), bench.PlannedAsync);
        await PhaseAsync("open", () => DaysAsync(7), bench.OpenedAsync);
        await PhaseAsync("fold-mails", () => Timings.OfParallelAsync([0], 1, _ => bench.FoldAsync()), bench.MailsAsync);
        var half = await bench.HalfAsync();
        await PhaseAsync("answer", () => Timings.OfParallelAsync(half, options.Parallel, bench.AnswerAsync));
        await PhaseAsync("remind", () => DaysAsync(WindowDays - 8), bench.RemindersAsync);
        await PhaseAsync("close", () => DaysAsync(10), bench.ClosedAsync);
        await PhaseAsync("revoke", () => DaysAsync(RestoreDays + 8), bench.RevokedAsync);
        await bench.MustBeDoneAsync();
    }

    static long PeakMebibytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }

    sealed record Phase(
        [property: System.Text.Json.Serialization.JsonPropertyName("phase")] string Name, long Rights, double Seconds,
        double PerSecond, int Calls, double P50Ms, double P99Ms, double CpuMsPerRight, long PeakRssMb, string Store,
        string Durability);
}
