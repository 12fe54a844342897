using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// The built program as a process of its own, as a user starts it: demo data on SQLite, mail into a folder. It can be
/// killed and started again on the same data.
/// </summary>
public sealed class RunningHost : IDisposable
{
    static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    readonly string folder = Directory.CreateTempSubdirectory("workflowhost-browser").FullName;
    readonly int port = FreePort();
    readonly (string Name, string Value)[] settings;
    Process? process;

    RunningHost((string Name, string Value)[] settings) => this.settings = settings;

    public string Address => $"http://127.0.0.1:{port}";

    public string MailFolder => Path.Combine(folder, "data", "mail");

    /// <param name="settings">As environment variables, such as <c>("Designer__TwoPeople", "true")</c>.</param>
    public static async Task<RunningHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = new RunningHost(settings);
        await host.BeginAsync();
        return host;
    }

    /// <summary>Dies as if the power were cut.</summary>
    public void Kill()
    {
        process!.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public async Task BeginAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Repository.Path($"Host/bin/{configuration}/net10.0/WorkflowHost.dll"));
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Address;
        start.Environment["Site__PublicUrl"] = Address;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        var output = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await UntilReadyAsync(output);
    }

    public void Dispose()
    {
        if (process is not null)
            Kill();
        Directory.Delete(folder, recursive: true);
    }

    async Task UntilReadyAsync(System.Text.StringBuilder output)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address) };
        var since = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (since.Elapsed < StartTime && !process!.HasExited)
        {
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: the next tick asks again.
            }
            await tick.WaitForNextTickAsync();
        }
        Assert.Fail($"The program did not become ready.\n{output}");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
