using System.Globalization;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>T80: two hosts, each with a pool of its own, on one PostgreSQL, fire the same deadlines.</summary>
public sealed class TwoHostsFireTests
{
    /// <summary>10,000; set the variable DEADLINES for another number by hand.</summary>
    static readonly int Deadlines = int.Parse(
        Environment.GetEnvironmentVariable("DEADLINES") ?? "10000", CultureInfo.InvariantCulture);

    [Test]
    public async Task T80_TwoHostsThatStartTogether_FireEachDeadlineOnce()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var one = await World.OnAsync(() => Store(connection));
        one.BooksMustBalance = false;
        await one.Definitions.PublishAsync([Definition()]);
        await Parallel.ForEachAsync(Enumerable.Range(0, Deadlines), new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (_, _) => await one.Runtime.StartAsync(new StartRequest("asking",
                Inputs: new Dictionary<string, object?> { ["circularId"] = "E", ["organisationCode"] = DemoData.City })));
        Assert.That(await CountAsync(one, "select count(*) from deadlines where state = 'open'"), Is.EqualTo(Deadlines));

        await using var two = await World.AgainAsync(Store(connection), one.Clock);
        one.Clock.Advance(TimeSpan.FromDays(30));
        var began = TimeProvider.System.GetTimestamp();
        var fired = await Task.WhenAll(((World[])[one, two]).Select(world => Task.Run(() => world.Runtime.RunDueAsync())));
        TestContext.Out.WriteLine($"{Deadlines} deadlines in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s: "
            + $"{fired[0]} by one host, {fired[1]} by the other");

        Assert.That(fired.Sum(), Is.EqualTo(Deadlines), "each was moved by one host only");
        Assert.That(fired, Has.None.EqualTo(Deadlines), "both took part");
        Assert.That(await CountAsync(one, "select count(*) from deadlines where state = 'missed'"), Is.EqualTo(Deadlines));
        Assert.That(
            await CountAsync(one, "select count(*) from journal where node_id like '%ask' and outcome = 'Overdue'"),
            Is.EqualTo(Deadlines));
        Assert.That(
            await CountAsync(one, "select count(*) from instances where status = 'Finished' and definition_id = 'asking'"),
            Is.EqualTo(Deadlines));
        Assert.That(await CountAsync(one, "select count(*) from incidents"), Is.Zero);
    }

    static TestDatabase Store(string connection) => new(() => new PostgresDatabase(connection), () => { });

    static Task<long> CountAsync(World world, string sql) => world.Database.FirstAsync<long>(sql);

    static string Definition() => Chart.Of("asking",
        [
            Chart.Step("ask", "Gov.AskOrganisation", new
            {
                title = Chart.Literal("ส่งแบบสำรวจ"),
                titleEn = Chart.Literal("Send the form"),
                rule = Chart.Literal("E-02"),
                roles = Chart.Strings("clerk"),
                dueWorkingDays = Chart.Literal(2),
                goesOnWhenOverdue = Chart.Literal(true),
                mail = Chart.Literal(""),
            }),
            Chart.Step("end", "Elsa.End"),
        ],
        ["start -> ask", "ask.Done -> end", "ask.Overdue -> end"],
        inputs: [new { name = "circularId", type = "String" }, new { name = "organisationCode", type = "String" }]);
}
