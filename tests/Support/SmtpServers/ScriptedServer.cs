using System.Net;
using System.Net.Sockets;
using System.Text;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Support.SmtpServers;

/// <summary>
/// Says given things, one per line it hears: what no proper mail server can be brought to say. When its lines are used up it
/// stays silent, with the connection open.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource end = new();
    readonly TaskCompletionSource silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> heard = [];
    readonly Task running;

    /// <param name="lines">The greeting first; "{heard}" in one is replaced by the line it answers.</param>
    public ScriptedServer(params string[] lines)
    {
        listener.Start();
        running = RunAsync(lines);
    }

    public IReadOnlyList<string> Heard => heard;

    /// <summary>Ends when it has heard a line that it leaves unanswered.</summary>
    public Task Silent => silent.Task;

    public MailSettings Settings(Action<MailSettings>? change = null)
    {
        var settings = new MailSettings
        {
            Mode = "Smtp",
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Security = "None",
            From = "flow@dla.example",
            TimeoutSeconds = 20,
        };
        change?.Invoke(settings);
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        listener.Dispose();
        end.Dispose();
    }

    async Task RunAsync(string[] lines)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(end.Token);
            await TalkAsync(client.GetStream(), lines);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            silent.TrySetResult(); // the test is over, or the client has seen enough
        }
    }

    async Task TalkAsync(NetworkStream stream, string[] lines)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var last = "";
        foreach (var line in lines)
        {
            var answer = line.Replace("{heard}", last, StringComparison.Ordinal) + "\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), end.Token);
            last = await reader.ReadLineAsync(end.Token) ?? "";
            heard.Add(last);
        }
        silent.TrySetResult();
        while (await reader.ReadLineAsync(end.Token) is { } more)
            heard.Add(more);
    }
}
