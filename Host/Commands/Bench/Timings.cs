using System.Collections.Concurrent;
using System.Diagnostics;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>How long each of many calls took, and all of them together.</summary>
sealed class Timings
{
    readonly TimeSpan[] sorted;

    Timings(IEnumerable<TimeSpan> each, TimeSpan whole, TimeSpan cpu) =>
        (sorted, Seconds, CpuSeconds) = ([.. each.Order()], whole.TotalSeconds, cpu.TotalSeconds);

    public int Count => sorted.Length;

    public double Seconds { get; }

    /// <summary>Processor time of this process meanwhile; on a shared machine it varies less than the clock's.</summary>
    public double CpuSeconds { get; }

    /// <summary>In milliseconds, by nearest rank.</summary>
    public double Percentile(int percent) =>
        Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)].TotalMilliseconds, 2);

    /// <summary>So many callers, each with one call at a time.</summary>
    public static async Task<Timings> OfParallelAsync<T>(IEnumerable<T> items, int parallel, Func<T, Task> call)
    {
        var each = new ConcurrentBag<TimeSpan>();
        var cpu = Environment.CpuUsage.TotalTime;
        var whole = Stopwatch.StartNew();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (item, _) =>
        {
            var began = Stopwatch.GetTimestamp();
            await call(item);
            each.Add(Stopwatch.GetElapsedTime(began));
        });
        return new Timings(each, whole.Elapsed, Environment.CpuUsage.TotalTime - cpu);
    }

    /// <summary>
    /// Calls come at their appointed times whether or not the ones before have been answered; a call that is begun late counts
    /// from its appointed time.
    /// </summary>
    public static async Task<Timings> AtRateAsync<T>(IEnumerable<T> items, int perSecond, Func<T, Task> call)
    {
        var each = new ConcurrentBag<TimeSpan>();
        var calls = new List<Task>();
        var cpu = Environment.CpuUsage.TotalTime;
        var whole = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        foreach (var item in items)
        {
            var appointed = TimeSpan.FromSeconds((double)calls.Count / perSecond);
            while (whole.Elapsed < appointed)
                await timer.WaitForNextTickAsync();
            calls.Add(OneAsync(item, appointed));
        }
        await Task.WhenAll(calls);
        return new Timings(each, whole.Elapsed, Environment.CpuUsage.TotalTime - cpu);

        async Task OneAsync(T item, TimeSpan appointed)
        {
            await call(item);
            each.Add(whole.Elapsed - appointed);
        }
    }
}
