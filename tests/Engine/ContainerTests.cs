using System.Text.Json.Nodes;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>Flowcharts, sequences and ifs inside each other.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ContainerTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A_nested_flowchart_ends_at_its_own_end_and_the_outer_one_goes_on()
    {
        var inner = Inside("inner", [Mark("fork"), Step("left", "Test.Ask"), Step("right", "Test.Ask"),
            Step("stop", "Elsa.End"), Step("stop2", "Elsa.End")],
            ["start -> fork", "fork -> left", "fork -> right", "left.Yes -> stop", "left.No -> stop", "right.Yes -> stop2",
                "right.No -> stop2"]);
        await using var bench = await Bench.OnAsync(open, Of("nested", [inner, Mark("after"), Step("end", "Elsa.End")],
            ["start -> inner", "inner -> after", "after -> end"]));
        var instance = (await bench.StartAsync("nested")).InstanceId;
        await bench.SayAsync(instance, "left", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "cancelled right", "after")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_nested_flowchart_beside_a_branch_is_merged_when_both_are_over()
    {
        var inner = Inside("inner", [Step("ask", "Test.Ask"), Step("stop", "Elsa.End")],
            ["start -> ask", "ask.Yes -> stop", "ask.No -> stop"]);
        await using var bench = await Bench.OnAsync(open, Of("beside",
            [Mark("fork"), inner, Step("other", "Test.Ask"), Mark("merge"), Step("end", "Elsa.End")],
            ["start -> fork", "fork -> inner", "fork -> other", "inner -> merge", "other.Yes -> merge", "other.No -> merge",
                "merge -> end"]));
        var instance = (await bench.StartAsync("beside")).InstanceId;
        await bench.SayAsync(instance, "other", "Yes");
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("ask")));
        await bench.SayAsync(instance, "ask", "No");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "merge")));
    }

    [Test]
    public async Task A_nested_flowchart_in_a_loop_begins_anew_in_every_round()
    {
        var inner = Inside("inner", [Mark("in"), Step("ask", "Test.Ask"), Step("stop", "Elsa.End")],
            ["start -> in", "in -> ask", "ask.Yes -> stop", "ask.No -> in"]);
        await using var bench = await Bench.OnAsync(open, Of("nested-loop",
            [inner, Step("again", "Test.Ask"), Step("end", "Elsa.End")],
            ["start -> inner", "inner -> again", "again.No -> inner", "again.Yes -> end"]));
        var instance = (await bench.StartAsync("nested-loop")).InstanceId;
        for (var round = 0; round < 3; round++)
        {
            await bench.SayAsync(instance, "ask", "No");
            await bench.SayAsync(instance, "ask", "Yes");
            await bench.SayAsync(instance, "again", round < 2 ? "No" : "Yes");
        }
        Assert.That(await bench.MarksAsync(instance), Has.Count.EqualTo(6));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_sequence_does_one_after_another_and_waits_in_between()
    {
        await using var bench = await Bench.OnAsync(open, Rooted("sequence",
            SequenceOf("root", Mark("one"), Step("ask", "Test.Ask"), Mark("two"), SequenceOf("inner", Mark("three")),
                SequenceOf("empty"), Mark("four"))));
        var instance = (await bench.StartAsync("sequence")).InstanceId;
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("one")));
        await bench.SayAsync(instance, "ask", "No");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("one", "two", "three", "four")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task End_in_a_sequence_ends_that_sequence_only()
    {
        await using var bench = await Bench.OnAsync(open, Rooted("ends",
            SequenceOf("root", SequenceOf("inner", Mark("one"), Step("stop", "Elsa.End"), Mark("never")), Mark("two"))));
        var instance = (await bench.StartAsync("ends")).InstanceId;
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("one", "two")));
    }

    [TestCase("true", "then after")]
    [TestCase("false", "after")]
    public async Task An_if_does_the_branch_that_holds_and_an_empty_one_at_once(string condition, string expected)
    {
        var choice = Step("choice", "Elsa.If", new { condition = Script(condition) });
        choice["then"] = Mark("then");
        await using var bench = await Bench.OnAsync(open, Of("choice", [choice, Mark("after"), Step("end", "Elsa.End")],
            ["start -> choice", "choice -> after", "after -> end"]));
        var instance = (await bench.StartAsync("choice")).InstanceId;
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(expected.Split(' ')));
    }

    [Test]
    public async Task An_if_waits_for_its_branch_and_a_cancelled_one_clears_up()
    {
        var choice = Step("choice", "Elsa.If", new { condition = Literal("False") });
        choice["else"] = SequenceOf("inside", Step("ask", "Test.Ask"), Mark("else"));
        await using var bench = await Bench.OnAsync(open, Of("waiting", [choice, Step("end", "Elsa.End")],
            ["start -> choice", "choice -> end"]));
        var one = (await bench.StartAsync("waiting")).InstanceId;
        var other = (await bench.StartAsync("waiting")).InstanceId;
        await bench.SayAsync(one, "ask", "Yes");
        await bench.Runtime.CancelAsync(other, "someone", "withdrawn");
        Assert.That(await bench.MarksAsync(one), Is.EqualTo(Names("else")));
        Assert.That(await bench.MarksAsync(other), Is.EqualTo(Names("cancelled ask")));
    }

    [Test]
    public async Task Finish_ends_the_whole_workflow_from_inside_a_nested_container()
    {
        var inner = Inside("inner", [SequenceOf("deep", Step("ask", "Test.Ask"), Step("finish", "Elsa.Finish"), Mark("never")),
            Step("stop", "Elsa.End")],
            ["start -> deep", "deep -> stop"]);
        await using var bench = await Bench.OnAsync(open, Of("finishing",
            [Mark("fork"), inner, Step("other", "Test.Ask"), Mark("merge"), Step("end", "Elsa.End")],
            ["start -> fork", "fork -> inner", "fork -> other", "inner -> merge", "other.Yes -> merge", "other.No -> merge",
                "merge -> end"]));
        var instance = (await bench.StartAsync("finishing")).InstanceId;
        await bench.SayAsync(instance, "ask", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "cancelled other")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_fault_on_entering_a_container_at_the_very_start_becomes_an_incident()
    {
        var choice = Step("choice", "Elsa.If", new { condition = Script("getMissing().length > 0") });
        await using var bench = await Bench.OnAsync(open, Rooted("faulty", SequenceOf("root", choice),
            new { id = "v", name = "Missing", typeName = "String" }));
        var instance = (await bench.StartAsync("faulty")).InstanceId;
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        Assert.That(await bench.Database.FirstAsync<string>("select node_id from incidents"), Is.EqualTo("root:choice"));
    }

    [Test]
    public async Task A_loop_in_which_nothing_happens_is_stopped_too()
    {
        await using var bench = await Bench.OnAsync(open, Of("spinning",
            [Spinning("a"), Spinning("b")], ["start -> a", "a -> b", "b -> a"]));
        var instance = (await bench.StartAsync("spinning")).InstanceId;
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Faulted"));
        Assert.That(await bench.Database.FirstAsync<string>("select message from incidents"),
            Does.Contain("A loop in its definition never ends"));

        // It could wait, so the reader lets it pass, but it never does.
        static JsonObject Spinning(string id)
        {
            var choice = Step(id, "Elsa.If", new { condition = Script("false") });
            choice["then"] = Step(id + "-ask", "Test.Ask");
            return choice;
        }
    }
}
