using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Tests.Torture;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Cluster;

/// <summary>
/// Two hosts of the same store, of which one is of the next version: it changes tables that every step reads while the old one
/// is at work. What began on one goes on at the other. (Two hosts, a country and ten seconds of cases: it takes a while.)
/// </summary>
public sealed class RollingUpgradeTests
{
    [Test]
    public async Task TheNextVersion_MigratesWhileTheOldOneWorks_AndNobodyIsAnsweredBadly()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-upgrade").FullName;
        using var mail = AiosmtpdServer.Start();
        var ledger = new Ledger();
        var connection = PostgresServer.Shared.NewDatabase();
        await using var database = new PostgresDatabase(connection);
        var settings = TortureRun.Settings(connection, mail, folder);
        await using var old = new TorturedHost(1, folder, settings, ledger);
        await ReadyAsync(old);
        var seats = await TortureTown.SettleAsync(database, walkers: 3, TimeProvider.System.GetUtcNow());
        using var visitor = new Visitor(old.Address);
        await visitor.PostAsync("/sign-in", new { UserName = "officer", Password = TortureTown.Password });

        using var end = new CancellationTokenSource();
        var visits = VisitAsync(visitor, end.Token);
        var walks = new[] { 0, 1 }.Select(number => Walk(number, [old])).ToList();
        await CasesAsync(ledger, 3);
        await using var next = new TorturedHost(2, folder, settings, ledger, NextVersion.Command);
        await ReadyAsync(next);
        walks.Add(Walk(2, [old, next]));
        await CasesAsync(ledger, ledger.Counts["cases"] + 5);
        old.Stop();
        await Patient.UntilAsync(
            "that the old one stops", () => Task.FromResult(old.IsReady ? null : old), TimeSpan.FromMinutes(1));
        await ReadyAsync(old);
        await end.CancelAsync();

        var requests = (await Task.WhenAll(walks)).SelectMany(walk => walk).ToList();
        await TortureBooks.CloseAsync(database, mail, requests, ledger);
        Assert.That(ledger.Problems, Is.Empty);
        Assert.That(ledger.Remarks, Is.Empty, () => SaidBy(folder));
        // While it restarts, and only then, nobody is there to answer.
        Assert.That((await visits).Where(status => status != 0).Distinct(), Is.EqualTo(new[] { 200 }), () => SaidBy(folder));
        Assert.That(await database.QueryAsync<string>("select name from migrations where name like '99%' order by name"),
            Is.EqualTo(new[] { "9901_next_version", "9902_next_version.online" }));
        Assert.That(await database.FirstAsync<bool>(
            "select indisvalid from pg_index where indexrelid = to_regclass('audit_by_person')"), Is.True);

        Task<IReadOnlyList<string>> Walk(int number, IReadOnlyList<TorturedHost> hosts) =>
            new Walker(number, seats[number], hosts, database, ledger, new Random(number)).WalkAsync(end.Token);
    }

    static async Task<List<int>> VisitAsync(Visitor visitor, CancellationToken end)
    {
        var statuses = new List<int>();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!end.IsCancellationRequested)
        {
            try
            {
                statuses.Add((await visitor.GetAsync("/requests")).Status);
            }
            catch (HttpRequestException)
            {
                statuses.Add(0);
            }
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
        return statuses;
    }

    static string SaidBy(string folder) => string.Concat(
        Directory.GetFiles(folder, "said", SearchOption.AllDirectories).Select(file => $"{file}:\n{File.ReadAllText(file)}"));

    static Task<Ledger> CasesAsync(Ledger ledger, int atLeast) => Patient.UntilAsync($"{atLeast} cases", () =>
        Task.FromResult(ledger.Counts.GetValueOrDefault("cases") >= atLeast ? ledger : null), TimeSpan.FromMinutes(2));

    static Task<TorturedHost> ReadyAsync(TorturedHost host) => Patient.UntilAsync(
        "a host that is ready", () => Task.FromResult(host.IsReady ? host : null), TimeSpan.FromMinutes(2));
}
