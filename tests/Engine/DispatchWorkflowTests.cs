using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class DispatchWorkflowTests(Func<TestDatabase> open)
{
    static readonly string Child = Of("child",
        [
            Step("line", "Elsa.WriteLine", new { text = Script("'Told ' + getInput('Name')") }), Step("ask", "Test.Ask"),
            Step("set", "Elsa.SetVariable", new { variable = new { id = "v-result" }, value = Literal("well done") }),
                Step("end", "Elsa.End"),
        ],
        ["start -> line", "line -> ask", "ask.Yes -> set", "ask.No -> set", "set -> end"],
        [new { id = "v-result", name = "Result", typeName = "String" }], [new { name = "Name", type = "String" }]);

    [Test]
    public async Task A_parent_that_need_not_wait_goes_on_at_once()
    {
        await using var bench = await Bench.OnAsync(open, Child, Parent(wait: false));
        var parent = (await bench.StartAsync("parent")).InstanceId;
        Assert.That(await bench.StatusAsync(parent), Is.EqualTo("Finished"));
        await bench.Runtime.RunDueAsync();
        var child = await ChildAsync(bench);
        Assert.That(await bench.NotesAsync(child), Is.EqualTo(Names("Told a friend")));
        await bench.SayAsync(child, "ask", "Yes");
        Assert.That(await bench.StatusAsync(child), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_waiting_parent_goes_on_when_its_child_is_over_and_has_what_the_child_leaves()
    {
        await using var bench = await Bench.OnAsync(open, Child, Parent(wait: true));
        var parent = (await bench.StartAsync("parent", correlation: "circular 1")).InstanceId;
        await bench.Runtime.RunDueAsync();
        var child = await ChildAsync(bench);
        Assert.That(await bench.WaitsAtAsync(parent), Is.EqualTo(Names("dispatch")));
        Assert.That(await bench.Database.FirstAsync<string>("select correlation_id from instances where id = @child",
            new { child }), Is.EqualTo("circular 1"));
        await bench.RestartAsync();
        await bench.SayAsync(child, "ask", "No");
        await bench.Runtime.RunDueAsync();
        Assert.That(await bench.StatusAsync(parent), Is.EqualTo("Finished"));
        Assert.That(await bench.NotesAsync(parent), Is.EqualTo(Names("well done")));
    }

    [Test]
    public async Task A_waiting_parent_goes_on_when_its_child_is_cancelled()
    {
        await using var bench = await Bench.OnAsync(open, Child, Parent(wait: true));
        var parent = (await bench.StartAsync("parent")).InstanceId;
        await bench.Runtime.RunDueAsync();
        await bench.Runtime.CancelAsync(await ChildAsync(bench), "someone", "withdrawn");
        await bench.Runtime.RunDueAsync();
        Assert.That(await bench.StatusAsync(parent), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_child_that_nobody_waits_for_outlives_its_parent()
    {
        await using var bench = await Bench.OnAsync(open, Child, Of("parent",
            [DispatchOf("child", wait: false), Step("ask", "Test.Ask"), Step("end", "Elsa.End")],
            ["start -> dispatch", "dispatch -> ask", "ask.Yes -> end", "ask.No -> end"],
            [new { id = "v-left", name = "Left", typeName = "Object" }]));
        var parent = (await bench.StartAsync("parent")).InstanceId;
        await bench.Runtime.RunDueAsync();
        await bench.Runtime.CancelAsync(parent, "someone", "withdrawn");
        var child = await ChildAsync(bench);
        Assert.That(await bench.StatusAsync(child), Is.EqualTo("Suspended"));
        await bench.SayAsync(child, "ask", "Yes");
        Assert.That(await bench.StatusAsync(child), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_cancelled_parent_ends_what_it_waits_for_down_to_the_last_grandchild()
    {
        await using var bench = await Bench.OnAsync(open, Child, Of("middle",
            [DispatchOf("child", wait: true), Step("end", "Elsa.End")], ["start -> dispatch", "dispatch -> end"],
            [new { id = "v-left", name = "Left", typeName = "Object" }]), Parent(wait: true, "middle"));
        var parent = (await bench.StartAsync("parent")).InstanceId;
        await bench.Runtime.RunDueAsync();
        await bench.Runtime.RunDueAsync();
        var child = await ChildAsync(bench);
        var ask = await bench.BookmarkAtAsync(child, "ask");
        Assert.That(await bench.Runtime.CancelAsync(parent, "someone", "withdrawn"), Is.True);
        Assert.That(
            await bench.Database.QueryAsync<string>("select distinct status from instances"), Is.EqualTo(Names("Cancelled")));
        Assert.That(await bench.Database.FirstAsync<long>("select count(*) from bookmarks"), Is.Zero);
        Assert.That(await bench.AnswerAsync(ask, "Yes"), Is.TypeOf<StepResult.AlreadyDone>());
        Assert.That(await bench.Runtime.RunDueAsync(), Is.Zero);
        Assert.That(await bench.Database.QueryAsync<string>(
            "select by_whom from journal where instance_id = @child and event = 'Cancelled'", new { child }),
                Is.All.EqualTo("someone"));
    }

    [Test]
    public async Task A_cancel_that_fails_leaves_parent_and_child_as_they_were()
    {
        await using var bench = await Bench.OnAsync(open, Child, Parent(wait: true));
        var parent = (await bench.StartAsync("parent")).InstanceId;
        await bench.Runtime.RunDueAsync();
        Assert.ThrowsAsync<InvalidOperationException>(() => bench.Runtime.CancelAsync(
            parent, "someone", "withdrawn", _ => throw new InvalidOperationException("what goes with it can't be stored")));
        Assert.That(
            await bench.Database.QueryAsync<string>("select distinct status from instances"), Is.EqualTo(Names("Suspended")));
        await bench.SayAsync(await ChildAsync(bench), "ask", "Yes");
        await bench.Runtime.RunDueAsync();
        Assert.That(await bench.StatusAsync(parent), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_child_that_ends_while_its_parent_is_cancelled_ends_one_way_or_the_other()
    {
        await using var bench = await Bench.OnAsync(open, Child, Parent(wait: true));
        for (var round = 0; round < 20; round++)
        {
            var parent = (await bench.StartAsync("parent", correlation: $"{round}")).InstanceId;
            await bench.Runtime.RunDueAsync();
            var child = (await bench.Database.FirstAsync<string>(
                "select id from instances where definition_id = 'child' and correlation_id = @round",
                new { round = $"{round}" }))!;
            var ask = await bench.BookmarkAtAsync(child, "ask");
            var answer = Task.Run(() => bench.AnswerAsync(ask, "Yes"));
            var cancel = Task.Run(() => bench.Runtime.CancelAsync(parent, "someone", "withdrawn"));
            await Task.WhenAll(answer, cancel);
            Assert.That(await cancel, Is.True);
            Assert.That(await bench.StatusAsync(parent), Is.EqualTo("Cancelled"));
            Assert.That(await bench.StatusAsync(child), Is.EqualTo(await answer is StepResult.Moved ? "Finished" : "Cancelled"));
        }
        Assert.That(await bench.Runtime.RunDueAsync(), Is.Zero);
    }

    [Test]
    public async Task A_child_that_is_not_published_is_an_incident_of_the_parent()
    {
        await using var bench = await Bench.OnAsync(open, Parent(wait: true));
        var parent = (await bench.StartAsync("parent")).InstanceId;
        Assert.That(await bench.StatusAsync(parent), Is.EqualTo("Faulted"));
        Assert.That(await bench.Database.FirstAsync<string>("select message from incidents"),
            Does.Contain("no published workflow definition 'child'"));
    }

    static string Parent(bool wait, string child = "child") => Of("parent",
        [DispatchOf(child, wait), Step("line", "Elsa.WriteLine", new { text = Script("getLeft()?.['v-result'] ?? 'nothing'") }),
            Step("end", "Elsa.End")],
        ["start -> dispatch", "dispatch -> line", "line -> end"],
        [new { id = "v-left", name = "Left", typeName = "Object" }]);

    static System.Text.Json.Nodes.JsonObject DispatchOf(string child, bool wait)
    {
        var dispatch = Step("dispatch", "Elsa.DispatchWorkflow", new
        {
            workflowDefinitionId = Literal(child),
            waitForCompletion = Literal(wait.ToString()),
            input = new { expression = new { type = "Object", value = "{ \"Name\": \"a friend\" }" } },
        });
        dispatch["result"] = System.Text.Json.JsonSerializer.SerializeToNode(new { memoryReference = new { id = "v-left" } });
        return dispatch;
    }

    static async Task<string> ChildAsync(Bench bench) =>
        (await bench.Database.FirstAsync<string>("select id from instances where definition_id = 'child'"))!;
}
