using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Support.SmtpServers;

/// <summary>
/// Postfix's smtp-sink on a free loopback port: takes every mail at full speed, or misbehaves at a chosen command.
/// </summary>
public sealed class SmtpSink : IDisposable
{
    readonly Process process;

    SmtpSink(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <param name="arguments">As in smtp-sink(1): -q hangs up, -r answers 4xx, -f answers 5xx at the commands given.</param>
    public static async Task<SmtpSink> StartAsync(params string[] arguments)
    {
        var program = Required.Program("postfix", "/usr/sbin/smtp-sink");
        var port = FreePort();
        // It insists on another user when it is started by root.
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        var process = Process.Start(new ProcessStartInfo(
            program, [.. user, .. arguments, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "100"]))!;
        var sink = new SmtpSink(process, port);
        await sink.UntilItListensAsync();
        return sink;
    }

    public MailSettings Settings() => new()
    {
        Mode = "Smtp",
        Host = "127.0.0.1",
        Port = Port,
        Security = "None",
        From = "flow@dla.example",
        TimeoutSeconds = 20,
    };

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // smtp-sink says nothing when it is ready, so it is asked.
    async Task UntilItListensAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!process.HasExited && !await ListensAsync())
            await pause.WaitForNextTickAsync(limit.Token);
        if (process.HasExited)
            throw new InvalidOperationException($"smtp-sink ended with {process.ExitCode}; its words are above");
    }

    async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false; // not yet
        }
    }
}
