using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Tests.Torture;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Cluster;

/// <summary>
/// The set-up of docs/cluster.md on loopback: PostgreSQL, two hosts that begin on an empty database in the same second, the
/// balancer in front. One host after the other is asked to stop and started again, as when a new version is rolled out.
/// </summary>
public sealed class RollingRestartTests
{
    [Test]
    public async Task OneHostAfterTheOther_IsRestarted_AndNobodyBehindTheBalancerNoticesIt()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-cluster").FullName;
        using var mail = AiosmtpdServer.Start();
        var ledger = new Ledger();
        var settings = TortureRun.Settings(PostgresServer.Shared.NewDatabase(), mail, folder);
        settings["Operations__DrainSeconds"] = "4";
        await using var one = new TorturedHost(1, folder, settings, ledger);
        await using var two = new TorturedHost(2, folder, settings, ledger);
        await ReadyAsync(one, two);
        using var balancer = Balancer.Start(one.Address, two.Address);
        using var visitor = new Visitor(balancer.Address);
        await Patient.UntilAsync("a page through the balancer", async () =>
            (await visitor.GetAsync("/sign-in")).Status == 200 ? visitor : null, TimeSpan.FromSeconds(30));
        Assert.That(
            (await visitor.PostAsync("/sign-in", new { UserName = "officer", Password = TortureTown.Password })).Status,
            Is.EqualTo(302));

        using var end = new CancellationTokenSource();
        var visits = VisitAsync(visitor, end.Token);
        foreach (var host in new[] { one, two })
        {
            host.Stop();
            await Patient.UntilAsync("that it stops", () => Task.FromResult(host.IsReady ? null : host), TimeSpan.FromMinutes(1));
            await ReadyAsync(one, two);
        }
        await end.CancelAsync();

        var answers = await visits;
        Assert.That(answers, Has.Count.GreaterThan(20));
        Assert.That(answers.Where(answer => answer.Status != 200).Select(answer => $"{answer.Status}: {answer.Text}"), Is.Empty,
            "the session and every page went on");
        Assert.That(ledger.Problems, Is.Empty);
    }

    static async Task<List<Visitor.Answer>> VisitAsync(Visitor visitor, CancellationToken end)
    {
        var answers = new List<Visitor.Answer>();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!end.IsCancellationRequested)
        {
            answers.Add(await visitor.GetAsync("/requests/new"));
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
        return answers;
    }

    static Task<TorturedHost[]> ReadyAsync(params TorturedHost[] hosts) => Patient.UntilAsync(
        "two hosts that are ready", () =>
            Task.FromResult(hosts.All(host => host.IsReady) ? hosts : null), TimeSpan.FromMinutes(2));
}
