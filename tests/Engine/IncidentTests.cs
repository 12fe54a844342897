using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All)), NonParallelizable]
public sealed class IncidentTests(Func<TestDatabase> open)
{
    [Test]
    public async Task An_event_moves_who_can_move_and_names_who_could_not()
    {
        var wait = Step("wait", "Elsa.Event", new { eventName = Literal("Counted") });
        wait["result"] = System.Text.Json.JsonSerializer.SerializeToNode(new { memoryReference = new { id = "v-count" } });
        static string Listening(string name, System.Text.Json.Nodes.JsonObject wait, string type) => Of(name,
            [wait, Step("end", "Elsa.End")], ["start -> wait", "wait -> end"],
            [new { id = "v-count", name = "Count", typeName = type }]);
        await using var bench = await Bench.OnAsync(open,
            Listening("numbers", wait.DeepClone().AsObject(), "Int32"), Listening("words", wait, "String"));
        var first = (await bench.StartAsync("words")).InstanceId;
        var numbers = (await bench.StartAsync("numbers")).InstanceId;
        var last = (await bench.StartAsync("words")).InstanceId;
        var published = await bench.Runtime.PublishAsync("Counted", data: "\"many\"");
        Assert.That(published.Moved, Is.EqualTo(Names(first, last)), "each is a transaction of its own");
        Assert.That(published.Failed.Keys, Is.EqualTo(Names(numbers)));
        Assert.That(await bench.Runtime.RetryAsync(published.Failed[numbers], "operator"), Is.TypeOf<StepResult.Failed>());
        var again = await bench.Runtime.PublishAsync("Counted", data: "\"many\"");
        Assert.That(
            (again.Moved.Count, again.Failed.Count, again.NotReached.Count), Is.EqualTo((0, 0, 0)), "nobody hears it twice");
        await bench.Runtime.CancelAsync(numbers, "operator", "no number will come");
    }

    [Test]
    public async Task An_event_that_met_a_fault_can_be_retried()
    {
        var wait = Step("wait", "Elsa.Event", new { eventName = Literal("Counted") });
        wait["result"] = System.Text.Json.JsonSerializer.SerializeToNode(new { memoryReference = new { id = "v-count" } });
        await using var bench = await Bench.OnAsync(open, Of("counting", [wait, Step("end", "Elsa.End")],
            ["start -> wait", "wait -> end"],
            [new { id = "v-count", name = "Count", typeName = "Int32" }]));
        var instance = (await bench.StartAsync("counting")).InstanceId;
        var published = await bench.Runtime.PublishAsync("Counted", data: "\"many\"");
        Assert.That((published.Moved.Count, published.Failed.Count), Is.EqualTo((0, 1)), "'many' is no number");
        var incident = (await bench.Database.FirstAsync<string>("select id from incidents"))!;
        Assert.That(await bench.Runtime.RetryAsync(incident, "operator"), Is.EqualTo(new StepResult.Failed(incident)));

        // An operator mends what came in, as one would in the store.
        await bench.Database.WriteAsync(t => t.ExecuteAsync("update incidents set stimulus = replace(stimulus, 'many', '7')",
            new { }));
        Assert.That(await bench.Runtime.RetryAsync(incident, "operator"), Is.EqualTo(new StepResult.Moved(instance)));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task One_retried_incident_of_two_leaves_the_instance_faulted()
    {
        Breaks.Broken = true;
        await using var bench = await Bench.OnAsync(open, Of("two",
            [Mark("fork"), Step("a", "Test.Breaks"), Step("b", "Test.Breaks"), Mark("merge"), Step("end", "Elsa.End")],
            ["start -> fork", "fork -> a", "fork -> b", "a -> merge", "b -> merge", "merge -> end"]));
        var instance = (await bench.StartAsync("two")).InstanceId;
        var incidents = await bench.Database.QueryAsync<string>("select id from incidents order by id");
        Assert.That(incidents, Has.Count.EqualTo(2));
        Breaks.Broken = false;
        await bench.Runtime.RetryAsync(incidents[0], "operator");
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        await bench.Runtime.RetryAsync(incidents[1], "operator");
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_branch_that_is_cancelled_takes_its_incident_with_it()
    {
        Breaks.Broken = true;
        await using var bench = await Bench.OnAsync(open, Of("race",
            [Mark("fork"), Step("a_b", "Test.Breaks"), Step("ask", "Test.Ask"), Step("join", "Elsa.FlowJoin"),
                Step("last", "Test.Ask"), Step("end", "Elsa.End")],
            ["start -> fork", "fork -> a_b", "fork -> ask", "a_b -> join", "ask.Yes -> join", "ask.No -> join", "join -> last",
                "last.Yes -> end", "last.No -> end"]));
        var instance = (await bench.StartAsync("race")).InstanceId;
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        await bench.SayAsync(instance, "ask", "Yes");
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Suspended"));
        Assert.That(await bench.Database.FirstAsync<string>("select resolution from incidents"), Is.EqualTo("Cancelled"));
    }

    [Test]
    public async Task A_wait_that_met_a_fault_clears_up_when_its_instance_is_cancelled()
    {
        var ask = Step("ask", "Test.Ask");
        ask["answer"] = System.Text.Json.JsonSerializer.SerializeToNode(new { memoryReference = new { id = "v-count" } });
        await using var bench = await Bench.OnAsync(open, Of("clearing", [ask, Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> end", "ask.No -> end"], [new { id = "v-count", name = "Count", typeName = "Int32" }]));
        var instance = (await bench.StartAsync("clearing")).InstanceId;
        Assert.That(await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "Yes"),
            Is.InstanceOf<StepResult.Failed>());
        Assert.That(await bench.Runtime.CancelAsync(instance, "someone", "withdrawn"), Is.True);
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("cancelled ask")));
    }

    [Test]
    public async Task What_refuses_when_nobody_is_there_to_hear_it_is_an_incident_and_not_tried_for_ever()
    {
        await using var bench = await Bench.OnAsync(open, Of("refusing",
            [Step("wait", "Elsa.Delay", new { timeSpan = Literal("1") }), Step("refuse", "Test.Refuses"),
                Step("end", "Elsa.End")],
            ["start -> wait", "wait -> refuse", "refuse -> end"]));
        var instance = (await bench.StartAsync("refusing")).InstanceId;
        await bench.PassAsync(TimeSpan.FromDays(1));
        Assert.That(await bench.Database.FirstAsync<string>("select node_id from incidents"), Is.EqualTo("root:refuse"));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
    }

    [Test]
    public async Task What_is_played_again_step_by_step_stays_the_deed_of_the_person_who_caused_it()
    {
        Breaks.Broken = true;
        await using var bench = await Bench.OnAsync(open, Of("caused",
            [Step("ask", "Test.Ask"), Mark("before"), Step("breaks", "Test.Breaks"), Mark("after"), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> before", "ask.No -> before", "before -> breaks", "breaks -> after", "after -> end"]));
        var instance = (await bench.StartAsync("caused")).InstanceId;
        await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "Yes");
        Breaks.Broken = false;
        await bench.Runtime.RetryAsync((await bench.Database.FirstAsync<string>("select id from incidents"))!, "operator");
        Assert.That(await bench.Database.QueryAsync<string>("select name || ' by ' || by_whom from marks order by name"),
            Is.EqualTo(new[] { "after by someone", "before by someone", "half-done by someone" }));
    }

    [Test]
    public async Task A_refusal_behind_a_person_s_answer_is_told_to_that_person()
    {
        await using var bench = await Bench.OnAsync(open, Of("telling",
            [Step("ask", "Test.Ask"), Step("refuse", "Test.Refuses"), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> refuse", "ask.No -> end", "refuse -> end"]));
        var instance = (await bench.StartAsync("telling")).InstanceId;
        var bookmark = await bench.BookmarkAtAsync(instance, "ask");
        Assert.That(await bench.AnswerAsync(bookmark, "Yes"), Is.InstanceOf<StepResult.Refused>());
        Assert.That(await bench.AnswerAsync(bookmark, "No"), Is.EqualTo(new StepResult.Moved(instance)));
    }

    [Test]
    public async Task Ten_cancels_and_ten_faulty_answers_at_once_leave_books_that_balance()
    {
        Breaks.Broken = true;
        await using var bench = await Bench.OnAsync(open, Of("racing",
            [Step("ask", "Test.Ask"), Step("breaks", "Test.Breaks"), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> breaks", "ask.No -> breaks", "breaks -> end"]));
        for (var round = 0; round < 20; round++)
        {
            var instance = (await bench.StartAsync("racing")).InstanceId;
            var bookmark = await bench.BookmarkAtAsync(instance, "ask");
            await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(i => (Task[])
                [bench.AnswerAsync(bookmark, "Yes"), bench.Runtime.CancelAsync(instance, "someone", "withdrawn")]));
            Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Cancelled"));
        }
    }
}

/// <summary>Says no, whoever asks.</summary>
sealed class Refuses : Activity
{
    public override string Type => "Test.Refuses";

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        throw new RefusedException("no-seat", "ไม่มีที่ว่าง", "There is no seat left.");
}
