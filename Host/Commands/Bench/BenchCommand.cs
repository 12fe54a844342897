using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// <c>bench approvals</c>, <c>bench due</c>, <c>bench send</c>, <c>bench review</c>: how fast this machine and store are. One JSON object a phase
/// on standard output, everything else on standard error.
/// </summary>
static class BenchCommand
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        try
        {
            await (args switch
            {
                ["approvals", .. var options] => BenchApprovals.MeasureAsync(BenchOptions.Read(options), output),
                ["due", .. var options] => BenchDue.MeasureAsync(BenchOptions.Read(options), output),
                ["send", .. var options] => BenchSend.MeasureAsync(BenchOptions.Read(options), output),
                ["review", .. var options] => BenchReview.MeasureAsync(BenchOptions.Read(options), output),
                _ => throw new ArgumentException("Say what to bench."),
            });
            return 0;
        }
        catch (ArgumentException fault)
        {
            await Console.Error.WriteLineAsync($"bench: {fault.Message}\n\n{BenchOptions.Usage}");
            return 2;
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.Data.Common.DbException or IOException)
        {
            await Console.Error.WriteLineAsync("bench: " + fault.Message);
            return 1;
        }
    }

    public static void Print(TextWriter output, object phase) =>
        output.WriteLine(JsonSerializer.Serialize(phase, phase.GetType(), Json));

    public static void Note(string text) => Console.Error.WriteLine(text);

    public static long PeakMebibytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }
}
