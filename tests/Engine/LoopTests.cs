using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class LoopTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A_return_runs_the_loop_again_as_often_as_it_is_asked_for()
    {
        await using var bench = await Bench.OnAsync(open, Of("returns",
            [Mark("draft"), Step("ask", "Test.Ask"), Mark("grant"), Step("end", "Elsa.End")],
            ["start -> draft", "draft -> ask", "ask.No -> draft", "ask.Yes -> grant", "grant -> end"]));
        var instance = (await bench.StartAsync("returns")).InstanceId;
        for (var round = 0; round < 7; round++)
            await bench.SayAsync(instance, "ask", "No");
        await bench.SayAsync(instance, "ask", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Enumerable.Repeat("draft", 8).Append("grant")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_fork_inside_a_loop_is_merged_once_a_round()
    {
        await using var bench = await Bench.OnAsync(open, Of("fork-in-loop",
            [Mark("head"), Step("left", "Test.Ask"), Step("right", "Test.Ask"), Mark("merge"), Step("ask", "Test.Ask"),
                Step("end", "Elsa.End")],
            [
                "start -> head", "head -> left", "head -> right", "left.Yes -> merge", "left.No -> merge",
                "right.Yes -> merge", "right.No -> merge", "merge -> ask", "ask.No -> head", "ask.Yes -> end",
            ]));
        var instance = (await bench.StartAsync("fork-in-loop")).InstanceId;
        for (var round = 1; round <= 3; round++)
        {
            await bench.SayAsync(instance, round % 2 == 0 ? "left" : "right", "Yes");
            Assert.That(await bench.MarksAsync(instance), Has.Exactly(round - 1).EqualTo("merge"),
                "one branch is still under way");
            await bench.SayAsync(instance, round % 2 == 0 ? "right" : "left", "No");
            Assert.That(await bench.MarksAsync(instance), Has.Exactly(round).EqualTo("merge"));
            await bench.SayAsync(instance, "ask", round < 3 ? "No" : "Yes");
        }
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_merge_waits_for_the_branch_that_goes_back_for_another_round()
    {
        await using var bench = await Bench.OnAsync(open, Of("loop-beside-branch",
            [Mark("fork"), Mark("draft"), Step("head", "Test.Ask"), Step("mayor", "Test.Ask"), Mark("grant"),
                Step("end", "Elsa.End")],
            [
                "start -> fork", "fork -> draft", "draft -> head", "head.No -> draft", "head.Yes -> grant",
                "fork -> mayor", "mayor.Yes -> grant", "mayor.No -> end", "grant -> end",
            ]));
        var instance = (await bench.StartAsync("loop-beside-branch")).InstanceId;
        await bench.SayAsync(instance, "mayor", "Yes");
        await bench.SayAsync(instance, "head", "No");
        Assert.That(await bench.MarksAsync(instance), Has.None.EqualTo("grant"), "the head has not agreed");
        await bench.SayAsync(instance, "head", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "draft", "draft", "grant")));
    }

    [Test]
    public async Task A_step_behind_a_loop_and_a_way_round_it_is_reached_after_several_rounds()
    {
        await using var bench = await Bench.OnAsync(open, Of("way-round",
            [
                Step("needed", "Elsa.FlowDecision", new { condition = Literal("true") }),
                Mark("draft"), Step("ask", "Test.Ask"), Mark("grant"), Step("end", "Elsa.End"),
            ],
            [
                "start -> needed", "needed.True -> draft", "needed.False -> grant", "draft -> ask",
                "ask.No -> draft", "ask.Yes -> grant", "grant -> end",
            ]));
        var instance = (await bench.StartAsync("way-round")).InstanceId;
        await bench.SayAsync(instance, "ask", "No");
        await bench.SayAsync(instance, "ask", "No");
        await bench.SayAsync(instance, "ask", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("draft", "draft", "draft", "grant")));
    }

    [Test]
    public async Task A_loop_that_is_left_at_its_head_is_waited_for_too()
    {
        await using var bench = await Bench.OnAsync(open, Of("while",
            [
                Mark("fork"), Step("more", "Test.Ask"), Step("letter", "Test.Ask"), Step("mayor", "Test.Ask"),
                Mark("grant"), Step("end", "Elsa.End"),
            ],
            [
                "start -> fork", "fork -> more", "more.Yes -> letter", "letter.Yes -> more", "letter.No -> more",
                    "more.No -> grant",
                "fork -> mayor", "mayor.Yes -> grant", "mayor.No -> grant", "grant -> end",
            ]));
        var instance = (await bench.StartAsync("while")).InstanceId;
        await bench.SayAsync(instance, "more", "Yes");
        await bench.SayAsync(instance, "mayor", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork")));
        await bench.SayAsync(instance, "letter", "Yes");
        await bench.SayAsync(instance, "more", "No");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "grant")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_loop_inside_a_loop_runs_its_rounds_in_every_round_of_the_outer_one()
    {
        await using var bench = await Bench.OnAsync(open, Of("nested-loops",
            [Mark("outer"), Mark("inner"), Step("again", "Test.Ask"), Mark("after"), Step("once-more", "Test.Ask"),
                Step("end", "Elsa.End")],
            [
                "start -> outer", "outer -> inner", "inner -> again", "again.No -> inner", "again.Yes -> after",
                "after -> once-more", "once-more.No -> outer", "once-more.Yes -> end",
            ]));
        var instance = (await bench.StartAsync("nested-loops")).InstanceId;
        foreach (var answers in (string[])["No No Yes", "Yes", "No Yes"])
        {
            foreach (var answer in answers.Split(' '))
                await bench.SayAsync(instance, "again", answer);
            await bench.SayAsync(instance, "once-more", answers == "No Yes" ? "Yes" : "No");
        }
        var marks = await bench.MarksAsync(instance);
        Assert.That(marks.Count(mark => mark == "outer"), Is.EqualTo(3));
        Assert.That(marks.Count(mark => mark == "inner"), Is.EqualTo(6));
        Assert.That(marks.Count(mark => mark == "after"), Is.EqualTo(3));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }
}
