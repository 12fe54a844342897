using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Operations;

/// <summary>The program itself: what it is, what it takes of the machine, and how much room the letters have left.</summary>
static class ProcessNumbers
{
    static readonly string Version =
        typeof(ProcessNumbers).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void Write(PrometheusText text, string store, HostSettings settings)
    {
        text.Family("workflowhost_build_info", "gauge", "What runs.");
        text.Sample("workflowhost_build_info", 1, PrometheusText.Labels(
            ("runtime", RuntimeInformation.FrameworkDescription), ("store", store), ("version", Version)));
        using var process = Process.GetCurrentProcess();
        text.Gauge("process_start_time_seconds", "Since 1970.",
            new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000d);
        text.Gauge("process_resident_memory_bytes", "Memory in use.", process.WorkingSet64);
        text.Family("process_cpu_seconds_total", "counter", "Processor time.");
        text.Sample("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds);
        text.Gauge("workflowhost_letters_free_bytes", "Free room where the letters are kept.", FreeForLetters(settings));
    }

    /// <summary>Free room where the letters are kept, in bytes.</summary>
    public static long FreeForLetters(HostSettings settings) =>
        new DriveInfo(Existing(Path.GetFullPath(settings.Letters.Folder))).AvailableFreeSpace;

    static string Existing(string folder) =>
        Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } above ? folder : Existing(above);
}
