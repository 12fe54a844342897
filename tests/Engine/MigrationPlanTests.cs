using System.Text.Json.Nodes;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>A plan is applied in batches, stops by its rule, goes on, and is taken back where nobody has acted since.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All)), NonParallelizable]
public sealed class MigrationPlanTests(Func<TestDatabase> open)
{
    static readonly MigrationPlan Plan = new("d", 1, 2);

    Bench bench = null!;
    InstanceMigration migration = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        bench = await Bench.OnAsync(open, Version(1, "paid", "done"));
        migration = bench.NewMigration();
    }

    [TearDown]
    public async Task CloseAsync() => await bench.DisposeAsync();

    [Test]
    public async Task TheFirstFewAreMoved_AndTheRestOnAWord_AlsoByAnotherHost()
    {
        var instances = await StartAsync(5);
        await PublishAsync(Version(2, "paid", "extra"));
        var id = await migration.PlanAsync(Plan, "designer");
        Assert.That(await migration.RunAsync(), Is.Zero, "a plan moves nothing");
        await migration.StartAsync(id, new StopRule(2), "operator");
        Assert.That(await migration.RunAsync(), Is.EqualTo(2));
        Assert.That((await StatesAsync(id), (await PlanAsync(id)).Status),
            Is.EqualTo(("Moved Moved Waiting Waiting Waiting", "Paused")));
        var late = await StartOldAsync();
        await bench.RestartAsync();
        migration = bench.NewMigration();
        await migration.StartAsync(id, new StopRule(null), "operator");
        Assert.That(await migration.RunAsync(), Is.EqualTo(4));
        Assert.That((await PlanAsync(id)).Status, Is.EqualTo("Done"));
        Assert.That(await VersionsAsync(), Is.EqualTo(Enumerable.Repeat(2, 6)), "who began on the old version meanwhile, too");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.StartAsync(id, new StopRule(null), "operator"))!.Code,
            Is.EqualTo("plan-state"));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.StopAsync(id))!.Code, Is.EqualTo("plan-state"));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.StopAsync("none"))!.Code, Is.EqualTo("no-such-plan"));
        foreach (var instance in (string[])[.. instances, late])
            await bench.SayAsync(instance, "ask", "Yes");
        Assert.That(await bench.MarksAsync(late), Is.EqualTo(Names("extra")));
    }

    [Test]
    public async Task ItStops_WhenMoreCantBeMovedThanWasAllowed()
    {
        var (stuck, _) = (await ListeningAsync(), await ListeningAsync());
        await StartAsync(2);
        await PublishAsync(Version(2, "settled", "done"));
        var forecast = await migration.ForecastAsync(Plan);
        Assert.That((forecast.Live, forecast.Movable), Is.EqualTo((4L, 2L)));
        var id = await migration.PlanAsync(Plan, "designer");
        await migration.StartAsync(id, new StopRule(null), "operator");
        await migration.RunAsync();
        Assert.That((await StatesAsync(id), (await PlanAsync(id)).Status),
            Is.EqualTo(("Refused Waiting Waiting Waiting", "Stopped")));
        Assert.That((await PlanAsync(id)).ReasonTh, Does.Contain("เกิน 0 เรื่อง"));
        await migration.StartAsync(id, new StopRule(null, MostFailures: 2), "operator");
        await migration.RunAsync();
        Assert.That((await StatesAsync(id), (await PlanAsync(id)).Status), Is.EqualTo(("Refused Refused Moved Moved", "Done")));
        var reason = await bench.Database.FirstAsync<string>(
            "select reason_th from instance_migrations where instance_id = @stuck", new { stuck });
        Assert.That(reason, Does.Contain("eventName"));
        await bench.Runtime.PublishAsync("paid");
        Assert.That(await bench.StatusAsync(stuck), Is.EqualTo("Finished"), "who stayed goes on as before");
    }

    [Test]
    public async Task ItStops_AtTheFirstIncidentOfWhatItMoved()
    {
        Breaks.Broken = true;
        var instances = await StartAsync(3);
        await PublishAsync(Version(2, "paid", "broken"));
        var id = await migration.PlanAsync(Plan, "designer");
        await migration.StartAsync(id, new StopRule(1), "operator");
        await migration.RunAsync();
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.AnswerAsync(await bench.BookmarkAtAsync(instances[0], "ask"), "Yes");
        await migration.StartAsync(id, new StopRule(null), "operator");
        Assert.That(await migration.RunAsync(), Is.Zero);
        Assert.That(((await PlanAsync(id)).Status, (await PlanAsync(id)).ReasonEn),
            Is.EqualTo(("Stopped", "An instance that was moved met a fault; stopped by the rule.")));
        await migration.StartAsync(id, new StopRule(null, StopAtIncident: false), "operator");
        Assert.That(await migration.RunAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task RollingBack_ReturnsWhoStandsStill_AndKeepsWhoWentOn()
    {
        var instances = await StartAsync(3);
        var asked = await bench.BookmarkAtAsync(instances[0], "ask");
        await PublishAsync(Version(2, "paid", "extra", ask: "ask2"));
        var plan = Plan with { Steps = new Dictionary<string, string> { ["root:ask"] = "root:ask2" } };
        var id = await migration.PlanAsync(plan, "designer");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.RollBackAsync(id, "operator"))!.Code,
            Is.EqualTo("plan-state"));
        await migration.StartAsync(id, new StopRule(null), "operator");
        await migration.RunAsync();
        await bench.SayAsync(instances[1], "ask2", "Yes");
        await migration.RollBackAsync(id, "operator2");
        await migration.RunAsync();
        Assert.That((await StatesAsync(id), (await PlanAsync(id)).Status), Is.EqualTo(("Returned Kept Returned", "RolledBack")));
        Assert.That(await VersionsAsync(), Is.EqualTo((int[])[1, 2, 1]));
        Assert.That(await bench.BookmarkAtAsync(instances[0], "ask"), Is.EqualTo(asked));
        Assert.That(await bench.Database.QueryAsync<string>(
            """
            select outcome || ' ' || by_whom from journal
            where instance_id = @first and event = 'Migrated' order by sequence
            """, new { first = instances[0] }),
            Is.EqualTo(Names("1→2 operator", "2→1 operator2")));
        await bench.SayAsync(instances[0], "ask", "Yes");
        Assert.That(await bench.MarksAsync(instances[0]), Is.EqualTo(Names("done")));
    }

    [Test]
    public async Task WhereThePlanSaysStay_InstancesStay_AndThatIsNoFailure()
    {
        var listening = await ListeningAsync();
        await StartAsync(1);
        await PublishAsync(Version(2, "settled", "done"));
        var id = await migration.PlanAsync(
            Plan with { Steps = new Dictionary<string, string> { ["root:listen"] = MigrationPlan.Stay } }, "designer");
        await migration.StartAsync(id, new StopRule(null), "operator");
        await migration.RunAsync();
        Assert.That((await StatesAsync(id), (await PlanAsync(id)).Status), Is.EqualTo(("Left Moved", "Done")));
        Assert.That(await bench.WaitsAtAsync(listening), Is.EqualTo(Names("listen")));
    }

    [Test]
    public async Task AStoppedPlan_IsStopped_AndWhatWentOverMeanwhile_IsNoted()
    {
        var instances = await StartAsync(2);
        await PublishAsync(Version(2, "paid", "extra"));
        var id = await migration.PlanAsync(Plan, "designer");
        await migration.StartAsync(id, new StopRule(null), "operator");
        await migration.StopAsync(id);
        Assert.That(await migration.RunAsync(), Is.Zero);
        await bench.SayAsync(instances[0], "ask", "No");
        await migration.StartAsync(id, new StopRule(null), "operator");
        await migration.RunAsync();
        Assert.That(await StatesAsync(id), Is.EqualTo("Over Moved"));
    }

    // One way leads to a question, the other waits for an event; after the question comes a mark or a step that breaks.
    static string Version(int version, string eventName, string after, string ask = "ask")
    {
        JsonObject[] steps =
        [
            Step("which", "Test.Ask"), Step(ask, "Test.Ask"),
            Step("listen", "Elsa.Event", new { eventName = Literal(eventName) }),
            after == "broken" ? Step(after, "Test.Breaks") : Mark(after), Step("end", "Elsa.End"),
        ];
        return Of("d", steps, ["start -> which", $"which.Yes -> {ask}", "which.No -> listen", $"{ask}.Yes -> {after}",
            $"{ask}.No -> end",
            $"{after} -> end", "listen -> end"], version: version);
    }

    async Task<List<string>> StartAsync(int count)
    {
        var started = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var id = (await bench.StartAsync("d")).InstanceId;
            await bench.SayAsync(id, "which", "Yes");
            started.Add(id);
        }
        return started;
    }

    async Task<string> ListeningAsync()
    {
        var id = (await bench.StartAsync("d")).InstanceId;
        await bench.SayAsync(id, "which", "No");
        return id;
    }

    // A host that has not seen the new version yet.
    async Task<string> StartOldAsync()
    {
        await bench.Database.WriteAsync(t => t.ExecuteAsync("update published_definitions set version = 1", new { }));
        bench.Definitions.Forget("d");
        var id = (await StartAsync(1))[0];
        await bench.Database.WriteAsync(t => t.ExecuteAsync("update published_definitions set version = 2", new { }));
        bench.Definitions.Forget("d");
        return id;
    }

    Task PublishAsync(string json) => bench.Definitions.PublishAsync([json]);

    async Task<StoredPlan> PlanAsync(string id) =>
        (await bench.Database.FirstAsync<StoredPlan>("select * from migration_plans where id = @id", new { id }))!;

    async Task<string> StatesAsync(string id) => string.Join(' ', await bench.Database.QueryAsync<string>(
        "select state from instance_migrations where plan_id = @id order by instance_id", new { id }));

    Task<IReadOnlyList<int>> VersionsAsync() => bench.Database.QueryAsync<int>("select version from instances order by id");
}
