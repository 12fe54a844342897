using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>An operator pauses a circular, and lets it go on: what stood still gets its working days back.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CircularPauseTests(Func<TestDatabase> open)
{
    const string Flood = "น้ำท่วมสำนักงาน";

    World world = null!;
    PauseDesk desk = null!;
    PauseMoves moves = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.OnAsync(open);
        desk = new PauseDesk(world.Database, world.Clock);
        moves = new PauseMoves(world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock);
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task WhilePaused_NothingNewIsFiled_NobodyIsReminded_AndSilenceHasNoEffect()
    {
        var review = await InReviewAsync("officer");
        await PauseAsync();
        var refused = Assert.ThrowsAsync<RefusedException>(
            () => world.FileAsync("city-clerk", DemoData.City, RequestKind.New, "city-officer2"))!;
        Assert.That((refused.Code, refused.Thai.Contains(Flood)), Is.EqualTo(("circular-paused", true)));
        await world.PassesAsync(TimeSpan.FromDays(20));
        var task = (await WorkTask.FindAsync(world.Database, review.Id))!;
        Assert.That((task.Reminders, task.ClosedAt, task.DueAt), Is.EqualTo((0, (DateTimeOffset?)null, review.DueAt)));
        Assert.That(await StateAsync(review), Is.EqualTo(Deadline.Open), "due for two weeks, and not missed");
        Assert.That((await CircularPause.OfTaskAsync(world.Database, review.Id))!.Reason, Is.EqualTo(Flood));
    }

    [Test]
    public async Task WhilePaused_AnswersAreTaken_AndWhatTheyOpenGetsOnlyItsOwnPartOfThePauseBack()
    {
        var review = await InReviewAsync("officer");
        await PauseAsync();
        await GoesToAsync(3);
        Assert.That(
            await world.AnswerAsync(review, "reviewer", "Approve", new { reason = "" }), Is.InstanceOf<StepResult.Moved>());
        var decide = (await world.Database.FirstAsync<WorkTask>(
            "select * from tasks where instance_id = @InstanceId and kind = 'decide' and closed_at is null", review))!;
        await GoesToAsync(2);
        await ResumeAsync();
        Assert.That(await DueAsync(decide), Is.EqualTo(Later(decide.DueAt!.Value, 2)));
    }

    [Test]
    public async Task GoingOn_ShowsBefore_ThenMovesEachOpenDeadlineByTheWorkingDaysOfThePause_WithItsReason_Once()
    {
        var (first, second) = (await InReviewAsync("officer"), await InReviewAsync("city-officer2"));
        var pause = await PauseAsync();
        await GoesToAsync(7);
        var keeper = await world.ActorAsync("operator");
        var effect = await desk.PreviewAsync(pause, keeper);
        Assert.That((effect.Count, effect.ByKind[WorkTask.Review]), Is.EqualTo((2, 2)));
        Assert.That(await DueAsync(first), Is.EqualTo(first.DueAt), "looking moves nothing");

        await desk.ResumeAsync(pause, keeper);
        await world.Runtime.RunDueAsync();
        Assert.That(await StateAsync(first), Is.EqualTo(Deadline.Open), "nothing fires before its deadline has moved");
        await Task.WhenAll(moves.RunAsync(), moves.RunAsync());
        await moves.RunAsync();
        foreach (var task in (WorkTask[])[first, second])
        {
            Assert.That(await DueAsync(task), Is.EqualTo(Later(task.DueAt!.Value, 7)));
            Assert.That(await world.Database.QueryAsync<string>(
                "select v.reason from deadline_moves v join deadlines d on d.id = v.deadline_id where d.task_id = @Id", task),
                Is.EqualTo(new[] { $"พักการใช้หนังสือเวียน A: {Flood}" }), "one move, with its reason");
        }
        Assert.That(effect.First.Select(moved => moved.To), Is.All.EqualTo(Later(first.DueAt!.Value, 7)), "as it was shown");
        Assert.ThrowsAsync<RefusedException>(() => desk.ResumeAsync(pause, keeper), "pressed twice");
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from case_mails where template = 'deadlines-moved' and person_id = 'reviewer'"), Is.EqualTo(1));
    }

    [Test]
    public async Task AfterGoingOn_RemindersFollowTheNewDeadline_AndItsEndHasItsEffect()
    {
        var review = await InReviewAsync("officer");
        await PauseAsync();
        await GoesToAsync(10);
        await ResumeAsync();
        await world.Runtime.RunDueAsync();
        Assert.That(
            (await WorkTask.FindAsync(world.Database, review.Id))!.Reminders, Is.Zero, "none of the pause's is made up for");
        var due = await DueAsync(review);
        await world.LeapsToAsync(due.AddMinutes(-1));
        Assert.That((await WorkTask.FindAsync(world.Database, review.Id))!.Reminders, Is.EqualTo(1));
        await world.LeapsToAsync(due.AddMinutes(1));
        Assert.That(await StateAsync(review), Is.EqualTo(Deadline.Missed));
    }

    [Test]
    public async Task WhatHadPassedBefore_Stays_AndFiresOnceAfterThePause()
    {
        var review = await InReviewAsync("officer");
        world.Clock.SetTo(review.DueAt!.Value.AddHours(10));
        var pause = await PauseAsync();
        await world.Runtime.RunDueAsync();
        Assert.That(await StateAsync(review), Is.EqualTo(Deadline.Open));
        await GoesToAsync(2);
        Assert.That((await desk.PreviewAsync(pause, await world.ActorAsync("operator"))).Count, Is.Zero);
        await ResumeAsync();
        await world.Runtime.RunDueAsync();
        Assert.That((await StateAsync(review), await DueAsync(review)), Is.EqualTo((Deadline.Missed, review.DueAt!.Value)));
    }

    [Test]
    public async Task InOneProvince_ThePauseHoldsThatOne_AndNoOther_AndAnotherCircularGoesOn()
    {
        var review = await InReviewAsync("officer");
        await desk.PauseAsync("B", "", Flood, await world.ActorAsync("operator"));
        Assert.That(await CircularPause.OfTaskAsync(world.Database, review.Id), Is.Null, "another circular's");
        var province = await world.Database.FirstAsync<string>(
            "select province_code from organisations where code = @Tambon", new { DemoData.Tambon });
        var place = (await world.Database.FirstAsync<string>(
            "select code from organisations where type = 'province' and province_code = @province", new { province }))!;
        await PauseAsync(DemoData.City);
        Assert.That(await CircularPause.OfTaskAsync(world.Database, review.Id), Is.Null, "another organisation's");
        Assert.ThrowsAsync<RefusedException>(() => PauseAsync(), "the country holds a place that is paused");
        await ResumeAsync();
        await PauseAsync(place);
        Assert.That(await CircularPause.OfTaskAsync(world.Database, review.Id), Is.Not.Null);
    }

    [Test]
    public async Task OnlyAnOperator_WithAReason_AndOnceForAPlace()
    {
        var reviewer = await world.ActorAsync("reviewer");
        Assert.ThrowsAsync<RefusedException>(() => desk.PauseAsync("A", "", Flood, reviewer));
        var keeper = await world.ActorAsync("operator");
        foreach (var (circular, place, reason, code) in ((string, string, string, string)[])
        [
            ("A", "", " ", "reason-needed"), ("A", "", new string('ก', 501), "reason-needed"),
            ("Z", "", Flood, "no-such-circular"),
            ("A", "123", Flood, "no-such-place"),
        ])
            Assert.That(Assert.ThrowsAsync<RefusedException>(() => desk.PauseAsync(circular, place, reason, keeper))!.Code,
                Is.EqualTo(code));
        var pause = await PauseAsync();
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => PauseAsync())!.Code, Is.EqualTo("paused-already"));
        Assert.ThrowsAsync<RefusedException>(() => desk.ResumeAsync(pause, reviewer));
        Assert.ThrowsAsync<RefusedException>(() => desk.PreviewAsync("nothing", keeper));
    }

    async Task<string> PauseAsync(string place = "") =>
        await desk.PauseAsync("A", place, Flood, await world.ActorAsync("operator"));

    // So many working days later, in the morning.
    Task GoesToAsync(int workingDays) => world.LeapsToAsync(ThaiDate.At(
        world.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(world.Clock.GetUtcNow()), workingDays), new TimeOnly(9, 0)));

    async Task ResumeAsync()
    {
        foreach (var pause in await CircularPause.UnderWayAsync(world.Database, "A"))
            await desk.ResumeAsync(pause.Id, await world.ActorAsync("operator"));
        await moves.RunAsync();
    }

    DateTimeOffset Later(DateTimeOffset due, int workingDays) =>
        ThaiDate.EndOfDay(world.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(due), workingDays));

    async Task<WorkTask> InReviewAsync(string officer)
    {
        var city = officer.StartsWith("city", StringComparison.Ordinal);
        var request = city ? await world.FileAsync("city-clerk", DemoData.City, RequestKind.New, officer)
            : await world.FileAsync(officer, DemoData.Tambon, RequestKind.New, officer);
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, city ? "city-clerk" : "clerk");
        return await world.OpenTaskAsync(request, WorkTask.Review);
    }

    async Task<DateTimeOffset> DueAsync(WorkTask task) => (await WorkTask.FindAsync(world.Database, task.Id))!.DueAt!.Value;

    Task<string?> StateAsync(WorkTask task) =>
        world.Database.FirstAsync<string>("select state from deadlines where task_id = @Id", task);
}
