using System.Text.Json.Nodes;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>Instances move to another version of their definition where they stand; what can't stays, and says why.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All)), NonParallelizable]
public sealed class MigrationTests(Func<TestDatabase> open)
{
    static readonly string[] Simple = ["start -> ask", "ask.Yes -> done", "ask.No -> end", "done -> end"];

    Bench bench = null!;
    InstanceMigration migration = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        bench = await Bench.OnAsync(open);
        migration = bench.NewMigration();
    }

    [TearDown]
    public async Task CloseAsync() => await bench.DisposeAsync();

    [Test]
    public async Task AWait_KeepsItsIdAndItsDueTime_AndReadsTheNewVersionsSettings()
    {
        await PublishAsync(1, [Ask("ask", 3), Mark("done"), Step("end", "Elsa.End")], Simple);
        var instance = await StartAsync();
        var before = await BookmarksAsync(instance);
        await PublishAsync(2, [Step("end", "Elsa.End"), Mark("extra"), Mark("done"), Ask("ask", 10)],
            ["start -> ask", "ask.Yes -> extra", "extra -> done", "ask.No -> end", "done -> end"]);
        Assert.That((await MoveAsync(instance)).State, Is.EqualTo(MigrationResult.Moved));
        Assert.That(await BookmarksAsync(instance), Is.EqualTo(before), "id, due time and payload stay");
        Assert.That(await bench.Database.QueryAsync<string>(
            """
            select event || ' ' || outcome || ' ' || by_whom from journal
            where instance_id = @instance and event = 'Migrated'
            """, new { instance }),
            Is.EqualTo(Names("Migrated 1→2 mover")));
        await bench.PassAsync(TimeSpan.FromDays(3));
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("reminded")), "the old deadline holds");
        await bench.PassAsync(TimeSpan.FromDays(9));
        Assert.That(await bench.MarksAsync(instance), Has.Count.EqualTo(1), "the new setting from then on");
        Assert.That(await bench.AnswerAsync(before[0].Split(' ')[0], "Yes"), Is.EqualTo(new StepResult.Moved(instance)),
            "the mailed link's bookmark");
        Assert.That(await bench.TraceAsync(instance), Is.EqualTo(Names("ask.Yes", "extra.Done", "done.Done", "end.Done")));
    }

    [Test]
    public async Task WhoIsThere_IsLeftAlone_AndWhatIsOver_Too()
    {
        await PublishAsync(1, [Ask("ask"), Mark("done"), Step("end", "Elsa.End")], Simple);
        var (alive, over) = (await StartAsync(), await StartAsync());
        await bench.SayAsync(over, "ask", "No");
        await PublishAsync(2, [Ask("ask"), Mark("done"), Step("end", "Elsa.End")], Simple);
        Assert.That((await MoveAsync(alive)).State, Is.EqualTo(MigrationResult.Moved));
        var journal = await JournalAsync();
        Assert.That((await MoveAsync(alive)).State, Is.EqualTo(MigrationResult.WasThere));
        Assert.That((await MoveAsync(over)).State, Is.EqualTo(MigrationResult.Over));
        Assert.That((await MoveAsync("nobody")).State, Is.EqualTo(MigrationResult.Over));
        Assert.That(await JournalAsync(), Is.EqualTo(journal));
        Assert.That(await VersionAsync(over), Is.EqualTo(1));
    }

    [Test]
    public async Task T83_AStepThatIsGone_IsRefusedUntilMapped_AndNeverRestarts()
    {
        await PublishAsync(1, [Mark("first"), Ask("ask"), Mark("done"), Step("end", "Elsa.End")],
            ["start -> first", "first -> ask", .. Simple[1..]]);
        var instance = await StartAsync();
        await PublishAsync(2, [Mark("first"), Ask("ask-again"), Mark("done"), Step("end", "Elsa.End")],
            ["start -> first", "first -> ask-again", "ask-again.Yes -> done", "ask-again.No -> end", "done -> end"]);
        var plan = new MigrationPlan("d", 1, 2);
        var refusal = Assert.ThrowsAsync<RefusedException>(() => migration.PlanAsync(plan, "designer"))!;
        Assert.That((refusal.Code, refusal.English), Is.EqualTo(("migration-unmapped", refusal.English)));
        Assert.That(refusal.English, Does.Contain("root:ask"));
        var forecast = await migration.ForecastAsync(plan);
        Assert.That((forecast.Live, forecast.Movable, forecast.Steps["root:ask"]), Is.EqualTo((1L, 0L, 1L)));
        Assert.That((await migration.MigrateAsync(instance, plan, "mover")).State, Is.EqualTo(MigrationResult.Refused));
        Assert.That(await VersionAsync(instance), Is.EqualTo(1), "it stays as it is");

        var wrong = plan with { Steps = new Dictionary<string, string> { ["root:ask"] = "root:done" } };
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.PlanAsync(wrong, "designer"))!.English,
            Does.Contain("Test.Mark"));
        var mapped = plan with { Steps = new Dictionary<string, string> { ["root:ask"] = "root:ask-again" } };
        await ApplyAsync(mapped);
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("ask-again")));
        await bench.SayAsync(instance, "ask-again", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("first", "done")), "the first step ran once");
    }

    [Test]
    public async Task BranchesThatWaitForEachOther_AreCarriedArrowByArrow()
    {
        await PublishAsync(1, Forked(), ForkArrows);
        var instance = await StartAsync();
        await bench.SayAsync(instance, "left", "Yes");
        await PublishAsync(2, [.. Forked().Reverse(), Mark("between")],
            [.. ForkArrows.Reverse().Where(arrow => arrow != "right.Yes -> join"), "right.Yes -> between", "between -> join"]);
        Assert.That((await MoveAsync(instance)).State, Is.EqualTo(MigrationResult.Moved));
        Assert.That(await bench.MarksAsync(instance), Is.Empty, "the join waits on");
        await bench.SayAsync(instance, "right", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("between", "join")));
    }

    [Test]
    public async Task AnArrowThatIsGone_IsMapped_AndAMergeThatWouldGoOnAtOnce_IsRefused()
    {
        await PublishAsync(1, Forked(), ForkArrows);
        var instance = await StartAsync();
        await bench.SayAsync(instance, "left", "Yes");
        await PublishAsync(2, [.. Forked(), Mark("between")],
            [.. ForkArrows.Where(arrow => arrow != "left.Yes -> join"), "left.Yes -> between", "between -> join"]);
        var plan = new MigrationPlan("d", 1, 2);
        var gone = (await migration.ForecastAsync(plan)).Unmapped.Single();
        Assert.That((gone.Code, gone.Place), Is.EqualTo(("arrow-gone", "root:left.Yes -> root:join")));
        var chosen = plan with { Arrows = new Dictionary<string, string> { [gone.Place] = "root:between.Done -> root:join" } };
        var forecast = await migration.ForecastAsync(chosen);
        Assert.That(forecast.Map.ArrowsInto(forecast.Map.From.Nodes["root:join"]),
            Does.Contain("root:between.Done -> root:join"));
        Assert.That(forecast.Movable, Is.EqualTo(1));

        await PublishAsync(3, Forked(), [.. ForkArrows.Where(arrow => arrow != "right.Yes -> join"), "right.Yes -> end"]);
        var due = (await migration.ForecastAsync(new MigrationPlan("d", 1, 3))).Classes.Single();
        Assert.That(due.Problems.Single().Code, Is.EqualTo("merge-due"));
        await ApplyAsync(chosen);
        await bench.SayAsync(instance, "right", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("join")), "the inserted step was not done after the fact");
    }

    [Test]
    public async Task AnIncident_MovesWithItsStimulus_AndIsRetriedInTheNewVersion()
    {
        Breaks.Broken = true;
        await PublishAsync(1, [Ask("ask"), Step("broken", "Test.Breaks"), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> broken", "ask.No -> end", "broken -> end"]);
        var instance = await StartAsync();
        await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "Yes");
        var incident = (await bench.Database.FirstAsync<string>("select id from incidents"))!;
        await PublishAsync(2, [Ask("ask"), Step("mended", "Test.Breaks"), Mark("after"), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> mended", "ask.No -> end", "mended -> after", "after -> end"]);
        await ApplyAsync(new MigrationPlan("d", 1,
            2)
        { Steps = new Dictionary<string, string> { ["root:broken"] = "root:mended" } });
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        Breaks.Broken = false;
        Assert.That(await bench.Runtime.RetryAsync(incident, "operator"), Is.EqualTo(new StepResult.Moved(instance)));
        Assert.That(await bench.MarksAsync(instance), Does.Contain("after"));
    }

    [Test]
    public async Task StepsInsideContainers_AreFoundWhenTheContainerIsRenamed()
    {
        await PublishAsync(1, [Inside("sub", Forked(), ForkArrows), SequenceOf("row", Ask("in-row"), Mark("row-end")),
            Step("end", "Elsa.End")],
            ["start -> sub", "start -> row", "sub -> end", "row -> end"]);
        var instance = await StartAsync();
        await bench.SayAsync(instance, "left", "Yes");
        await PublishAsync(2, [SequenceOf("row", Mark("row-new"), Ask("in-row"), Mark("row-end")),
            Inside("part", Forked(), ForkArrows),
            Step("end", "Elsa.End")], ["start -> part", "start -> row", "part -> end", "row -> end"]);
        var plan = new MigrationPlan("d", 1, 2);
        var forecast = await migration.ForecastAsync(plan);
        Assert.That(forecast.Steps.Keys, Is.EquivalentTo(Names("root:sub", "root:sub:right", "root:row:in-row")));
        await ApplyAsync(plan with { Steps = new Dictionary<string, string> { ["root:sub"] = "root:part" } });
        await bench.SayAsync(instance, "in-row", "Yes");
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Suspended"));
        await bench.SayAsync(instance, "right", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("row-end", "join")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task AParentThatWaits_IsMoved_AndHearsOfItsChildsEnd()
    {
        await bench.Definitions.PublishAsync(
            [Of("child", [Ask("ask"), Step("end", "Elsa.End")], ["start -> ask", "ask.Yes -> end", "ask.No -> end"])]);
        var call = Step("call", "Elsa.DispatchWorkflow",
            new { workflowDefinitionId = Literal("child"), waitForCompletion = Literal("True") });
        await PublishAsync(1, [call.DeepClone().AsObject(), Step("end", "Elsa.End")], ["start -> call", "call -> end"]);
        var parent = await StartAsync();
        await bench.Runtime.RunDueAsync();
        await PublishAsync(2, [call.DeepClone().AsObject(), Mark("after"), Step("end", "Elsa.End")],
            ["start -> call", "call -> after", "after -> end"]);
        Assert.That((await MoveAsync(parent)).State, Is.EqualTo(MigrationResult.Moved));
        var child = (await bench.Database.FirstAsync<string>("select id from instances where definition_id = 'child'"))!;
        await bench.SayAsync(child, "ask", "Yes");
        await bench.Runtime.RunDueAsync();
        Assert.That(await bench.MarksAsync(parent), Is.EqualTo(Names("after")));
        await PublishAsync(3, [Step("call", "Elsa.DispatchWorkflow",
            new { workflowDefinitionId = Literal("d"), waitForCompletion = Literal("True") }),
            Step("end", "Elsa.End")], ["start -> call", "call -> end"]);
    }

    [Test]
    public async Task WhatAWaitHasSettled_MustBeTheSame()
    {
        await PublishAsync(1, [Step("listen", "Elsa.Event", new { eventName = Literal("paid") }), Step("end", "Elsa.End")],
            ["start -> listen", "listen -> end"]);
        var instance = await StartAsync();
        await PublishAsync(2, [Step("listen", "Elsa.Event", new { eventName = Literal("settled") }), Step("end", "Elsa.End")],
            ["start -> listen", "listen -> end"]);
        var result = await MoveAsync(instance);
        Assert.That((result.State, result.English), Is.EqualTo((MigrationResult.Refused, result.English)));
        Assert.That(result.English, Does.Contain("eventName"));
    }

    [Test]
    public async Task Variables_AreKeptById_AndOneOfAnotherTypeIsRefused()
    {
        object[] answer = [new { id = "v1", name = "Answer", typeName = "String" }];
        var ask = Ask("ask");
        ask["answer"] = new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "v1" } };
        JsonObject[] steps = [ask, Ask("ask2"), Step("say", "Elsa.WriteLine", new { text = Script("getAnswer()") }),
            Step("end", "Elsa.End")];
        string[] arrows = ["start -> ask", "ask.Yes -> ask2", "ask.No -> ask2", "ask2.Yes -> say", "ask2.No -> say",
            "say -> end"];
        await PublishAsync(1, Copies(steps), arrows, answer);
        var instance = await StartAsync();
        await bench.SayAsync(instance, "ask", "Yes");
        await PublishAsync(2, Copies(steps), arrows, [new { id = "v1", name = "Answer", typeName = "Int32" }]);
        Assert.That((await MoveAsync(instance)).State, Is.EqualTo(MigrationResult.Refused));
        await PublishAsync(3, Copies(steps), arrows, [.. answer, new { id = "v2", name = "More", typeName = "String" }]);
        Assert.That((await migration.MigrateAsync(instance, new MigrationPlan("d", 1, 3), "mover")).State,
            Is.EqualTo(MigrationResult.Moved));
        await bench.SayAsync(instance, "ask2", "Yes");
        Assert.That(await bench.NotesAsync(instance), Is.EqualTo(Names("Yes")));
    }

    [Test]
    public async Task AVersionThatWasNeverPublished_IsNoTarget()
    {
        await PublishAsync(1, [Ask("ask"), Mark("done"), Step("end", "Elsa.End")], Simple);
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.ForecastAsync(new MigrationPlan("d", 1, 2)))!.Code,
            Is.EqualTo("version-never-published"));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => migration.ForecastAsync(new MigrationPlan("d", 1, 1)))!.Code,
            Is.EqualTo("same-version"));
    }

    static readonly string[] ForkArrows =
        ["start -> left", "start -> right", "left.Yes -> join", "left.No -> end", "right.Yes -> join", "right.No -> end",
            "join -> end"];

    static JsonObject[] Forked() => [Ask("left"), Ask("right"), Mark("join"), Step("end", "Elsa.End")];

    static JsonObject[] Copies(JsonObject[] steps) => [.. steps.Select(step => step.DeepClone().AsObject())];

    static JsonObject Ask(string id, int days = 0) =>
        Step(id, "Test.Ask", new { remindAfterDays = Literal(days.ToString(System.Globalization.CultureInfo.InvariantCulture)) });

    Task PublishAsync(int version, JsonObject[] steps, string[] arrows, object[]? variables = null) =>
        bench.Definitions.PublishAsync([Of("d", steps, arrows, variables, version: version)]);

    async Task<string> StartAsync() => (await bench.StartAsync("d")).InstanceId;

    Task<MigrationResult> MoveAsync(string instance) => migration.MigrateAsync(instance, new MigrationPlan("d", 1, 2), "mover");

    async Task ApplyAsync(MigrationPlan plan)
    {
        var id = await migration.PlanAsync(plan, "designer");
        await migration.StartAsync(id, new StopRule(null), "operator");
        await migration.RunAsync();
        Assert.That(await bench.Database.FirstAsync<string>("select status from migration_plans where id = @id", new { id }),
            Is.EqualTo("Done"));
    }

    Task<int> VersionAsync(string instance) =>
        bench.Database.FirstAsync<int>("select version from instances where id = @instance", new { instance });

    Task<long> JournalAsync() => bench.Database.FirstAsync<long>("select count(*) from journal");

    async Task<IReadOnlyList<string>> BookmarksAsync(string instance) =>
        [.. (await bench.Database.QueryAsync<Bookmark>("select * from bookmarks where instance_id = @instance order by id",
            new { instance }))
            .Select(bookmark => $"{bookmark.Id} {bookmark.DueAt:O} {bookmark.Payload} {bookmark.Kind} {bookmark.CreatedAt:O}")];
}
