using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All)), NonParallelizable]
public sealed class WorkflowRuntimeTests(Func<TestDatabase> open)
{
    static readonly string Question = Of("question",
        [Step("ask", "Test.Ask", new { remindAfterDays = Literal("3") }), Mark("granted"), Mark("refused"),
            Step("end", "Elsa.End")],
        ["start -> ask", "ask.Yes -> granted", "ask.No -> refused", "granted -> end", "refused -> end"]);

    [Test]
    public async Task An_instance_waits_for_its_answer_and_then_goes_the_way_of_the_answer()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("ask")));

        var result = await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "Yes");

        Assert.That(result, Is.EqualTo(new StepResult.Moved(instance)));
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("granted")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
        Assert.That(await bench.WaitsAtAsync(instance), Is.Empty);
    }

    [Test]
    public async Task Of_many_answers_at_once_exactly_one_moves_the_instance()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        for (var round = 0; round < 20; round++)
        {
            var instance = (await bench.StartAsync("question")).InstanceId;
            var bookmark = await bench.BookmarkAtAsync(instance, "ask");
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
                bench.AnswerAsync(bookmark, i % 2 == 0 ? "Yes" : "No")));
            Assert.That(results.Count(result => result is StepResult.Moved), Is.EqualTo(1));
            Assert.That(results.Count(result => result is StepResult.AlreadyDone), Is.EqualTo(7));
            Assert.That(await bench.MarksAsync(instance), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task The_clock_reminds_and_the_bookmark_keeps_its_id()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        var bookmark = await bench.BookmarkAtAsync(instance, "ask");
        await bench.PassAsync(TimeSpan.FromDays(2));
        Assert.That(await bench.MarksAsync(instance), Is.Empty);

        await bench.PassAsync(TimeSpan.FromDays(1));
        await bench.Runtime.RunDueAsync();
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("reminded")));

        await bench.PassAsync(TimeSpan.FromDays(3));
        Assert.That(await bench.AnswerAsync(bookmark, "No"), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("reminded", "reminded", "refused")));
    }

    [Test]
    public async Task An_answer_that_the_activity_does_not_list_is_refused_and_changes_nothing()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        var result = await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "Maybe");
        Assert.That(((StepResult.Refused)result).Reason.English, Does.Contain("Yes, No"));
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("ask")));
    }

    [Test]
    public async Task Nobody_can_pass_for_the_clock()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        var bookmark = await bench.BookmarkAtAsync(instance, "ask");
        Assert.ThrowsAsync<ArgumentException>(() => bench.AnswerAsync(bookmark, "Due"));
    }

    [Test]
    public async Task What_an_activity_refuses_is_told_and_nothing_of_it_is_stored()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        var bookmark = await bench.BookmarkAtAsync(instance, "ask");
        var result = await bench.Runtime.ResumeAsync(bookmark,
            new WorkflowHost.Engine.Stimulus("Yes", "someone", "\"not allowed\""));
        Assert.That(((StepResult.Refused)result).Reason.Rule, Is.EqualTo("A-03"));
        Assert.That(await bench.AnswerAsync(bookmark, "Yes"), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task A_start_with_a_key_happens_once()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.StartAsync("question", key: "review:1:2569")));
        Assert.That(starts.Select(start => start.InstanceId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(starts.Count(start => !start.WasThere), Is.EqualTo(1));
    }

    [Test]
    public async Task A_person_s_answer_survives_the_fault_that_follows_it_and_retry_goes_on_from_there()
    {
        Breaks.Broken = true;
        await using var bench = await Bench.OnAsync(open, Of("breaks",
            [Step("ask", "Test.Ask"), Mark("before"), Step("breaks", "Test.Breaks"), Mark("after"), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> before", "ask.No -> end", "before -> breaks", "breaks -> after", "after -> end"]));
        var instance = (await bench.StartAsync("breaks")).InstanceId;

        var failed = (StepResult.Failed)await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("before")),
            "what came before the fault stays, the faulty step left nothing");
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        Assert.That(await bench.Runtime.RetryAsync(failed.IncidentId, "operator"), Is.InstanceOf<StepResult.Failed>(),
            "still broken");

        Breaks.Broken = false;
        Assert.That(await bench.Runtime.RetryAsync(failed.IncidentId, "operator"), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("before", "half-done", "after")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
        Assert.That(await bench.Runtime.RetryAsync(failed.IncidentId, "operator"), Is.InstanceOf<StepResult.AlreadyDone>());
    }

    [Test]
    public async Task A_fault_at_the_start_keeps_the_instance_with_an_incident()
    {
        Breaks.Broken = true;
        await using var bench = await Bench.OnAsync(open, Of("broken-start",
            [Step("breaks", "Test.Breaks"), Step("end", "Elsa.End")], ["start -> breaks", "breaks -> end"]));
        var instance = (await bench.StartAsync("broken-start")).InstanceId;
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        Assert.That(await bench.Database.FirstAsync<string>("select message from incidents"), Does.Contain("licence code 'XYZ'"));
    }

    [Test]
    public async Task Cancelling_ends_every_wait_and_later_answers_come_too_late()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        var bookmark = await bench.BookmarkAtAsync(instance, "ask");
        Assert.That(await bench.Runtime.CancelAsync(instance, "someone", "withdrawn"), Is.True);
        Assert.That(await bench.Runtime.CancelAsync(instance, "someone", "again"), Is.False);
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("cancelled ask")));
        Assert.That(await bench.AnswerAsync(bookmark, "Yes"), Is.InstanceOf<StepResult.AlreadyDone>());
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Cancelled"));
    }

    [Test]
    public async Task After_a_restart_everything_is_where_it_was()
    {
        await using var bench = await Bench.OnAsync(open, Question);
        var instance = (await bench.StartAsync("question")).InstanceId;
        var bookmark = await bench.BookmarkAtAsync(instance, "ask");
        await bench.RestartAsync();
        Assert.That(await bench.AnswerAsync(bookmark, "Yes"), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("granted")));
    }

    [Test]
    public async Task Thousands_of_due_bookmarks_move_once_each_with_two_runtimes_at_it()
    {
        const int Many = 2_000;
        await using var bench = await Bench.OnAsync(open, Of("timer",
            [Step("wait", "Elsa.Delay", new { timeSpan = Literal("1.00:00:00") }), Mark("woke"), Step("end", "Elsa.End")],
            ["start -> wait", "wait -> woke", "woke -> end"]));
        await Parallel.ForEachAsync(Enumerable.Range(0, Many), new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (_, _) => await bench.StartAsync("timer"));
        bench.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(bench.Runtime.RunDueAsync(), bench.Runtime.RunDueAsync());
        Assert.That(await bench.Database.FirstAsync<long>("select count(*) from marks"), Is.EqualTo(Many));
        Assert.That(await bench.Database.FirstAsync<long>("select count(*) from bookmarks"), Is.Zero);
    }
}
