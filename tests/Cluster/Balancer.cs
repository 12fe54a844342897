using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cluster;

/// <summary>Debian's HAProxy with the configuration of docs/cluster, in front of two hosts on loopback.</summary>
sealed class Balancer : IDisposable
{
    readonly Process process;

    Balancer(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    public static Balancer Start(string one, string two)
    {
        var program = Required.Program("haproxy", "/usr/sbin/haproxy");
        var (listen, stats) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(program, ["-db", "-f", Repository.Path("docs/cluster/haproxy.cfg")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LISTEN"] = $"127.0.0.1:{listen}";
        start.Environment["STATS"] = $"127.0.0.1:{stats}";
        start.Environment["HOST_ONE"] = new Uri(one).Authority;
        start.Environment["HOST_TWO"] = new Uri(two).Authority;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Balancer(process, $"http://127.0.0.1:{listen}");
    }

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
}
