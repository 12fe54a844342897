using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Load;

/// <summary>What was found of one kind of request. Times in milliseconds, from the sending to the whole answer.</summary>
/// <param name="NoAnswer">Connections refused or lost, and answers that took over two seconds.</param>
/// <param name="Late">Requests that left after their appointed time, because every connection waited for an answer.</param>
/// <param name="LatestMs">How late the latest of them was; near 0, the rate was kept.</param>
sealed record Found(
    int Requests, double Seconds, double P50, double P95, double P99, double Max, IReadOnlyDictionary<string, int> Statuses,
    int NoAnswer, int Late, double LatestMs);

/// <summary>Debian's wrk, with the script that appoints a time for every request.</summary>
static class Wrk
{
    const int Connections = 24;

    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <param name="lines">Method, path, cookie and body, with tabs between.</param>
    /// <param name="once">Each line is sent once at most; otherwise they go round.</param>
    public static async Task<Found> RunAsync(
        string address, string folder, IReadOnlyList<string> lines, double rate, int seconds, bool once)
    {
        var file = Path.Combine(folder, $"requests-{Guid.NewGuid():N}");
        await File.WriteAllLinesAsync(file, lines);
        var start = new ProcessStartInfo(Required.Program("wrk", "/usr/bin/wrk"),
            ["-t1", $"-c{Connections}", $"-d{seconds}s", "-s", Repository.Path("tests/Load/load.lua"), address, "--", file,
                rate.ToString(CultureInfo.InvariantCulture), once ? "once" : "again"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        var faults = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Split('\n').FirstOrDefault(line => line.StartsWith('{')) is { } found
            ? JsonSerializer.Deserialize<Found>(found, Web)!
            : throw new InvalidOperationException($"wrk said nothing that can be read: {said} {faults}");
    }
}
