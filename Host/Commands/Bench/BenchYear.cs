using System.Diagnostics;
using System.Text.Json.Serialization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Web.Commands.Bench.Year;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// <c>bench year</c>: a whole fiscal year of circular A in an invented country, day by day on a pushed clock, with all that
/// happens in one. The books must balance at its end, or the bench fails. One JSON object for the settling and one for the year.
/// </summary>
static class BenchYear
{
    public static async Task MeasureAsync(BenchOptions options, TextWriter output)
    {
        await using var store = await BenchStore.OpenAsync(options);
        var clock = new BenchClock(ThaiDate.At(YearStory.Planned, new TimeOnly(8, 40)));
        var durability = await store.Database.DurabilityAsync();
        BenchCommand.Note($"Settling an invented country of {options.Organisations} organisations …");
        YearHost host = null!;
        YearCountry country = null!;
        var settling = await OnceAsync(async () =>
        {
            host = await YearHost.OpenAsync(store.Database, clock);
            country = await YearCountry.SettleAsync(store.Database, clock.GetUtcNow(), options.Organisations);
        });
        var seats = await store.Database.FirstAsync<long>("select count(*) from rights");
        async Task PrintAsync(string phase, Timings timings, int days, SortedDictionary<string, long>? counts) =>
            BenchCommand.Print(output, new Phase(phase, country.Organisations.Count, seats, days, Math.Round(timings.Seconds, 1),
                Math.Round(timings.CpuSeconds, 1), BenchCommand.PeakMebibytes(), await store.SizeAsync() >> 20, counts,
                options.Store, durability));

        await PrintAsync("settle", settling, 0, null);
        var people = new YearPeople(host);
        var story = new YearStory(host, country, people);
        var began = Stopwatch.StartNew();
        var year = await OnceAsync(
            () => story.PlayAsync(day => BenchCommand.Note($"{day:O}: {began.Elapsed.TotalSeconds:F0} s")));
        var books = new YearBooks(store.Database, host.Calendar.Current, story.Campaign);
        var counts = await books.CountAsync();
        foreach (var (what, times) in people.Counts)
            counts["people-" + what] = times;
        await PrintAsync("year", year, story.Days, counts);
        await books.MustBalanceAsync();
    }

    static Task<Timings> OnceAsync(Func<Task> call) => Timings.OfParallelAsync([0], 1, _ => call());

    sealed record Phase(
        [property: JsonPropertyName("phase")] string Name, int Organisations, long Seats, int Days, double Seconds,
        double CpuSeconds, long PeakRssMb, long StoreMb, SortedDictionary<string, long>? Counts, string Store, string Durability);
}
