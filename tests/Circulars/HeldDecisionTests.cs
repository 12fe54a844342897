using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Several clean cases decided together, with ten minutes to take each back (feature 20).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class HeldDecisionTests(Func<TestDatabase> open)
{
    [Test]
    public async Task ABatch_NeedsEveryLetterOpened_AndTakesEffectAfterTenMinutes_Once()
    {
        await using var world = await World.OnAsync(open);
        var (batch, held) = Parts(world);
        var tasks = await TwoReviewsAsync(world);
        var reviewer = await world.ActorAsync("reviewer");
        Assert.That(Refusal(() => batch.HoldAsync(tasks, "ครบถ้วน", reviewer)).Code, Is.EqualTo("letter-unopened"));
        foreach (var task in tasks)
            await batch.OpenLetterAsync(task, reviewer);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from letter_readings"), Is.EqualTo(2));
        Assert.That((await batch.HoldAsync(tasks, "ครบถ้วน", reviewer)).NeedsCode, Is.False);

        world.Clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.That(await held.RunDueAsync(), Is.Zero);
        Assert.That(await OpenAsync(world), Is.EqualTo(2), "the tasks are as they were");
        world.Clock.Advance(TimeSpan.FromMinutes(0.1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => held.RunDueAsync())));
        Assert.That(await OpenAsync(world), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from decisions where by_person = 'reviewer' and answer = 'Approve' and reason = 'ครบถ้วน'"), Is.EqualTo(2));
        Assert.That(await held.RunDueAsync(), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from held_decisions where result = 'stored'"), Is.EqualTo(2));
    }

    [Test]
    public async Task TakenBack_TheTaskIsAsItWas_AndAfterTheTenMinutesItIsTooLate()
    {
        await using var world = await World.OnAsync(open);
        var (batch, held) = Parts(world);
        var reviewer = await world.ActorAsync("reviewer");
        var tasks = await HeldAsync(world, batch, reviewer);
        var ids = await world.Database.QueryAsync<string>("select id from held_decisions order by task_id");
        await batch.TakeBackAsync(ids[0], reviewer);
        Assert.That(Refusal(() => batch.TakeBackAsync(ids[0], reviewer)).Code, Is.EqualTo("effective-already"));
        var other = await world.ActorAsync("reviewer2");
        Assert.That(Refusal(() => batch.TakeBackAsync(ids[1], other)).Code, Is.EqualTo("effective-already"), "not theirs");
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(Refusal(() => batch.TakeBackAsync(ids[1], reviewer)).Code, Is.EqualTo("effective-already"));
        await held.RunDueAsync();
        Assert.That(await OpenAsync(world), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from decisions"), Is.EqualTo(1));
        // The one that was taken back can be decided anew.
        var left = await world.Database.FirstAsync<string>("select id from tasks where kind = 'review' and closed_at is null");
        Assert.That(tasks, Does.Contain(left));
        await batch.HoldAsync([left!], "", reviewer);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await held.RunDueAsync();
        Assert.That(await OpenAsync(world), Is.Zero);
    }

    [Test]
    public async Task WhoDecidesMeanwhile_IsFirst_AndAHeldOneThatIsNotAllowedAnyMore_IsRefusedWithItsReason()
    {
        await using var world = await World.OnAsync(open);
        var (batch, held) = Parts(world);
        var tasks = await HeldAsync(world, batch, await world.ActorAsync("reviewer"));
        await world.AnswerAsync((await WorkTask.FindAsync(world.Database, tasks[0]))!, "reviewer2", "Reject", new { reason = "ไม่ครบ" });
        await world.EndsAsync("reviewer");
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await held.RunDueAsync();
        Assert.That(await world.Database.QueryAsync<string>("select result from held_decisions order by result"),
            Is.EqualTo(new[] { HeldDecision.Refused, HeldDecision.TooLate }));
        Assert.That(await OpenAsync(world), Is.EqualTo(1));
        await held.RunDueAsync();
        var told = (await world.MailsToAsync("reviewer")).Single(
            mail => mail.Subject.StartsWith("ผลการพิจารณาไม่มีผล", StringComparison.Ordinal));
        var why = await world.Database.FirstAsync<string>("select refusal_th from held_decisions where result = 'refused'");
        Assert.That(told.Text, Does.Contain(why!).And.Contain($"https://flow.example/tasks/{tasks[1]}"), "why, and what to do");
    }

    [Test]
    public async Task TheDirectorsBatch_NeedsOneCode_AndEachDecisionSaysSo()
    {
        await using var world = await World.OnAsync(open);
        var (batch, held) = Parts(world);
        var director = await world.ActorAsync("director");
        List<string> tasks = [];
        foreach (var officer in (string[])["officer", "officer2"])
            tasks.Add((await world.OpenTaskAsync(await world.WithDirectorAsync(officer), WorkTask.Decide)).Id);
        await DifferentFilesAsync(world);
        foreach (var task in tasks)
            await batch.OpenLetterAsync(task, director);
        var (id, needsCode) = await batch.HoldAsync(tasks, "", director);
        Assert.That(needsCode);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await held.RunDueAsync();
        var code = await world.LatestCodeAsync("director");
        Assert.That(Refusal(() => batch.ConfirmAsync(id, code == "000000" ? "000001" : "000000", director)).Code, Is.EqualTo("code-wrong"));
        await batch.ConfirmAsync(id, code, director);
        Assert.That(Refusal(() => batch.ConfirmAsync(id, code, director)).Code, Is.EqualTo("not-in-batch"));
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await held.RunDueAsync();
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from decisions where stage = 'decide' and step_up = 'one-time-code'"), Is.EqualTo(2));
    }

    [Test]
    public async Task WhatHasAWarning_IsDecidedByItself_AndNobodyPretendsToHoldADecision()
    {
        await using var world = await World.OnAsync(open);
        var (batch, _) = Parts(world);
        var reviewer = await world.ActorAsync("reviewer");
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk", letter => letter with
        {
            SignerCapacity = Capacity.Acting,
            SignerOrder = "๗/๒๕๖๙",
        });
        var task = await world.OpenTaskAsync(request, WorkTask.Review);
        await batch.OpenLetterAsync(task.Id, reviewer);
        Assert.That(Refusal(() => batch.HoldAsync([task.Id], "", reviewer)).Code, Is.EqualTo("not-clean"));
        Assert.That(Refusal(() => batch.HoldAsync([], "", reviewer)).Code, Is.EqualTo("none-chosen"));
        Assert.That(((StepResult.Refused)await world.AnswerAsync(task, "reviewer", "Approve", new { reason = "", heldId = "mine" })).Reason.Code,
            Is.EqualTo("not-held"));
    }

    static (BatchDecisions, HeldDecisions) Parts(World world) => (
        new BatchDecisions(world.Database, new BatchCases(world.Database, world.Definitions, world.Clock), world.Tools, world.Clock),
        new HeldDecisions(world.Database, world.Runtime, world.Tools, world.Clock));

    static async Task<IReadOnlyList<string>> TwoReviewsAsync(World world)
    {
        List<string> tasks = [];
        foreach (var officer in (string[])["officer", "officer2"])
            tasks.Add((await world.OpenTaskAsync(await world.ReadyForReviewAsync(officer), WorkTask.Review)).Id);
        await DifferentFilesAsync(world);
        return tasks;
    }

    static Task<int> DifferentFilesAsync(World world) => world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
        "update letters set sha256 = id, signer_name = 'นายประเสริฐ ศรีสุข'", new { }));

    static async Task<IReadOnlyList<string>> HeldAsync(World world, BatchDecisions batch, Actor reviewer)
    {
        var tasks = await TwoReviewsAsync(world);
        foreach (var task in tasks)
            await batch.OpenLetterAsync(task, reviewer);
        await batch.HoldAsync(tasks, "", reviewer);
        return tasks;
    }

    static Task<long> OpenAsync(World world) => world.Database.FirstAsync<long>(
        "select count(*) from tasks where kind = 'review' and closed_at is null");

    static RefusedException Refusal(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!;
}
