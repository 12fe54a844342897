using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class JoinTests(Func<TestDatabase> open)
{
    [Test]
    public async Task WaitAny_goes_on_at_the_first_and_the_losers_clear_up()
    {
        await using var bench = await Bench.OnAsync(open, Joining("WaitAny"));
        var instance = (await bench.StartAsync("joining")).InstanceId;
        var slow = await bench.BookmarkAtAsync(instance, "b");
        await bench.SayAsync(instance, "a", "Yes");
        Assert.That((await bench.MarksAsync(instance)).Order(), Is.EqualTo(Names("cancelled b", "cancelled c", "joined")));
        Assert.That(await bench.AnswerAsync(slow, "Yes"), Is.InstanceOf<StepResult.AlreadyDone>(),
            "later arrivals come too late");
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("last")));
        await bench.SayAsync(instance, "last", "Yes");
        Assert.That(await bench.MarksAsync(instance), Has.Exactly(1).EqualTo("joined"));
    }

    [Test]
    public async Task WaitAny_is_what_a_join_does_when_nothing_is_said()
    {
        await using var bench = await Bench.OnAsync(open, Joining(null));
        var instance = (await bench.StartAsync("joining")).InstanceId;
        await bench.SayAsync(instance, "c", "Yes");
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("last")));
    }

    [Test]
    public async Task WaitAllActive_waits_for_who_is_under_way_and_not_for_who_went_elsewhere()
    {
        await using var bench = await Bench.OnAsync(open, Joining("WaitAllActive"));
        var instance = (await bench.StartAsync("joining")).InstanceId;
        await bench.SayAsync(instance, "a", "Yes");
        await bench.SayAsync(instance, "b", "No");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("elsewhere")));
        await bench.SayAsync(instance, "c", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("elsewhere", "joined")));
    }

    [Test]
    public async Task WaitAll_goes_on_only_when_every_branch_came()
    {
        await using var bench = await Bench.OnAsync(open, Joining("WaitAll"));
        var complete = (await bench.StartAsync("joining")).InstanceId;
        foreach (var branch in Names("b", "c", "a"))
        {
            Assert.That(await bench.MarksAsync(complete), Is.Empty);
            await bench.SayAsync(complete, branch, "Yes");
        }
        Assert.That(await bench.MarksAsync(complete), Is.EqualTo(Names("joined")));
        await bench.SayAsync(complete, "last", "No");

        var lacking = (await bench.StartAsync("joining")).InstanceId;
        await bench.SayAsync(lacking, "a", "Yes");
        await bench.SayAsync(lacking, "b", "No");
        await bench.SayAsync(lacking, "c", "Yes");
        Assert.That(await bench.MarksAsync(lacking), Is.EqualTo(Names("elsewhere")));
        Assert.That(await bench.StatusAsync(lacking), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_join_in_a_loop_races_again_in_every_round()
    {
        await using var bench = await Bench.OnAsync(open, Joining("WaitAny", "last.No -> head"));
        var instance = (await bench.StartAsync("joining")).InstanceId;
        foreach (var winner in Names("a", "c", "b"))
        {
            Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("a", "b", "c")));
            await bench.SayAsync(instance, winner, "Yes");
            await bench.SayAsync(instance, "last", winner == "b" ? "Yes" : "No");
        }
        Assert.That(await bench.MarksAsync(instance), Has.Exactly(3).EqualTo("joined"));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_loser_that_goes_round_in_a_loop_of_its_own_is_cancelled_too()
    {
        await using var bench = await Bench.OnAsync(open, Of("loop-loses",
            [
                Step("head", "Test.Probe", new { outcomes = Strings("A", "B") }), Step("quick", "Test.Ask"),
                Step("more", "Test.Ask"), Step("letter", "Test.Ask"), Step("join", "Elsa.FlowJoin"), Step("last", "Test.Ask"),
                    Step("end", "Elsa.End"),
            ],
            [
                "start -> head", "head.A -> quick", "head.B -> more", "head.C -> end", "more.Yes -> letter", "letter.Yes -> more",
                "letter.No -> more", "more.No -> join", "quick.Yes -> join", "quick.No -> join", "join -> last",
                    "last.Yes -> end", "last.No -> end",
            ]));
        var instance = (await bench.StartAsync("loop-loses")).InstanceId;
        await bench.SayAsync(instance, "more", "Yes");
        await bench.SayAsync(instance, "quick", "Yes");
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("last")));
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("cancelled letter")));
    }

    static string Joining(string? mode, string last = "last.No -> end") => Of("joining",
        [
            Step("head", "Test.Probe", new { outcomes = Strings("A") }), Step("a", "Test.Ask"), Step("b", "Test.Ask"),
                Step("c", "Test.Ask"),
            Mark("elsewhere"), mode is null ? Step("join", "Elsa.FlowJoin") : Step("join", "Elsa.FlowJoin",
                new { mode = Literal(mode) }),
            Mark("joined"), Step("last", "Test.Ask"), Step("end", "Elsa.End"),
        ],
        [
            "start -> head", "head.A -> a", "head.A -> b", "head.A -> c", "head.B -> end", "head.C -> end", "a.Yes -> join",
                "b.Yes -> join",
            "c.Yes -> join", "a.No -> end", "b.No -> elsewhere", "c.No -> end", "elsewhere -> end",
            "join -> joined", "joined -> last", "last.Yes -> end", last,
        ]);
}
