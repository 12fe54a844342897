using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class FlowchartTests(Func<TestDatabase> open)
{
    static readonly object[] TwoAsks = [Mark("fork"), Step("left", "Test.Ask"), Step("right", "Test.Ask"), Mark("merge"),
        Step("end", "Elsa.End")];

    [Test]
    public async Task The_letter_example_is_returned_once_and_then_approved()
    {
        await using var bench = await Bench.OnAsync(open, LetterExample.Json);
        var instance = (await bench.StartAsync("letter-request", new { ApplicantEmail = "officer@example.go.th" })).InstanceId;
        await bench.SayAsync(instance, "upload", "Uploaded");
        await bench.SayAsync(instance, "approve", "Return");
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("upload")));
        await bench.SayAsync(instance, "upload", "Uploaded");
        await bench.SayAsync(instance, "approve", "Approve");

        Assert.That(await bench.TraceAsync(instance), Is.EqualTo(Names(
            "upload.Done", "approve.Return", "upload.Done", "approve.Approve", "urgent.False", "mailApplicant.Done",
                "end.Done")));
        Assert.That(await bench.NotesAsync(instance), Is.EqualTo(Enumerable.Repeat("Signed letter, required, pdf", 2)));
        Assert.That(await bench.Database.QueryAsync<string>("select recipient || ': ' || payload from outbox"),
            Is.EqualTo(Names("officer@example.go.th: Your letter: Approve")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task The_letter_example_is_rejected_past_what_only_an_approval_leads_to()
    {
        await using var bench = await Bench.OnAsync(open, LetterExample.Json);
        var instance = (await bench.StartAsync("letter-request", new { ApplicantEmail = "officer@example.go.th" })).InstanceId;
        await bench.SayAsync(instance, "upload", "Uploaded");
        await bench.SayAsync(instance, "approve", "Reject");
        Assert.That(await bench.TraceAsync(instance), Is.EqualTo(Names("upload.Done", "approve.Reject", "mailApplicant.Done",
            "end.Done")));
    }

    [Test]
    public async Task Two_arrows_of_one_port_fork_and_the_merge_waits_for_both()
    {
        await using var bench = await Bench.OnAsync(open, Of("fork", TwoAsks,
            [
                "start -> fork", "fork -> left", "fork -> right", "left.Yes -> merge", "left.No -> end",
                "right.Yes -> merge", "right.No -> end", "merge -> end",
            ]));
        var instance = (await bench.StartAsync("fork")).InstanceId;
        Assert.That(await bench.WaitsAtAsync(instance), Is.EqualTo(Names("left", "right")));
        await bench.SayAsync(instance, "right", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork")));
        await bench.SayAsync(instance, "left", "Yes");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "merge")));
    }

    [Test]
    public async Task A_merge_goes_on_when_the_other_branch_took_another_way()
    {
        await using var bench = await Bench.OnAsync(open, Of("other-way", [.. TwoAsks, Mark("elsewhere")],
            [
                "start -> fork", "fork -> left", "fork -> right", "left.Yes -> merge", "left.No -> elsewhere",
                "right.Yes -> merge", "right.No -> elsewhere", "merge -> end", "elsewhere -> end",
            ]));
        var instance = (await bench.StartAsync("other-way")).InstanceId;
        await bench.SayAsync(instance, "right", "Yes");
        await bench.SayAsync(instance, "left", "No");
        Assert.That((await bench.MarksAsync(instance)).Order(), Is.EqualTo(Names("elsewhere", "fork", "merge")));
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task A_skip_travels_on_through_a_chain_to_the_merge_behind_it()
    {
        await using var bench = await Bench.OnAsync(open, Of("chain",
            [Step("probe", "Test.Probe", new { outcomes = Strings("C") }), Mark("a1"), Mark("a2"), Mark("b1"), Mark("merge"),
                Mark("after"), Step("end", "Elsa.End")],
            [
                "start -> probe", "probe.A -> a1", "a1 -> a2", "a2 -> merge", "probe.B -> b1", "b1 -> merge", "merge -> after",
                "probe.C -> after", "after -> end",
            ]));
        var instance = (await bench.StartAsync("chain")).InstanceId;
        Assert.That(await bench.TraceAsync(instance), Is.EqualTo(Names("probe.C", "after.Done", "end.Done")));
    }

    [Test]
    public async Task Several_outcomes_at_once_are_followed_together()
    {
        await using var bench = await Bench.OnAsync(open, Of("several",
            [Step("probe", "Test.Probe", new { outcomes = Strings("A", "C") }), Mark("a"), Mark("b"), Mark("c"), Mark("merge"),
                Step("end", "Elsa.End")],
            ["start -> probe", "probe.A -> a", "probe.B -> b", "probe.C -> c", "a -> merge", "b -> merge", "c -> merge",
                "merge -> end"]));
        var instance = (await bench.StartAsync("several")).InstanceId;
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("a", "c", "merge")));
    }

    [Test]
    public async Task End_ends_the_branches_that_still_wait_and_they_clear_up()
    {
        await using var bench = await Bench.OnAsync(open, Of("end-all", [.. TwoAsks, Step("stop", "Elsa.End")],
            [
                "start -> fork", "fork -> left", "fork -> right", "left.Yes -> merge", "left.No -> stop",
                "right.Yes -> merge", "right.No -> merge", "merge -> end",
            ]));
        var instance = (await bench.StartAsync("end-all")).InstanceId;
        var right = await bench.BookmarkAtAsync(instance, "right");
        await bench.SayAsync(instance, "left", "No");
        Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"), "nobody else leads to this end");
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("fork", "cancelled right")));
        Assert.That(await bench.AnswerAsync(right, "Yes"), Is.InstanceOf<WorkflowHost.Engine.Running.StepResult.AlreadyDone>());
    }
}
