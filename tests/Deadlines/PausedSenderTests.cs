using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Amendments;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>
/// What an issuer and the offices on the way can't do with a circular that is paused, and what waits until it goes on.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class PausedSenderTests(Func<TestDatabase> open)
{
    const string Error = "พบข้อผิดพลาดในบัญชีแนบท้าย";
    const string First = "s1";

    static readonly DateTimeOffset Own = Survey.End(new(2026, 3, 10));

    Survey survey = null!;

    [TearDown]
    public async Task EndAsync() => await survey.DisposeAsync();

    [Test]
    public async Task SendingAPausedCircular_IsRefused_WithThePause_AndTheWayOut()
    {
        survey = await Survey.SentAsync(open, Sending.Relay, ["pao"]);
        await PauseAsync();
        var refused = Assert.ThrowsAsync<RefusedException>(() => survey.Cascade.SendAsync(survey.Circular, key: "s2"))!;
        Assert.That(refused.Code, Is.EqualTo("circular-paused"));
        Assert.That(refused.Thai, Does.Contain(survey.Circular).And.Contain(Error).And.Contain("2 มี.ค. 2569")
            .And.Contain("สั่งเดินต่อที่หน้า “พักหนังสือเวียน”"));
        Assert.That(refused.English, Does.Contain(Error).And.Contain("an operator lets it go on first"));
        await GoesOnAfterAsync(1);
        Assert.That(await survey.Cascade.SendAsync(survey.Circular, key: "s2"), Is.EqualTo("s2"));
        var sender = await survey.World.ActorAsync("dla-reviewer");
        await survey.Cascade.Desk.StopAsync("s2", "แก้บัญชี", sender);
        await PauseAsync();
        Assert.That(CodeOf(() => survey.Cascade.Desk.GoOnAsync("s2", sender)), Is.EqualTo("circular-paused"));
    }

    [Test]
    public async Task PausedOnItsWay_ItIsReceived_ButNotPassedOn_NorItsDeadlineShortened_NorAnythingStarted()
    {
        survey = await Survey.SentAsync(open, Sending.Relay);
        await PauseAsync();
        await survey.Cascade.ReceivesAsync(First, DemoData.Province, "coordinator");
        Assert.That(
            CodeOf(() => survey.Cascade.PassesOnAsync(First, DemoData.Province, "coordinator")), Is.EqualTo("circular-paused"));
        Assert.That(CodeOf(async () => await survey.Cascade.Hops.ShortenAsync(
            First, DemoData.Province, Own, await survey.World.ActorAsync("coordinator"))), Is.EqualTo("circular-paused"));
        Assert.That(await survey.Cascade.StartedAsync(First), Is.Empty);
        await GoesOnAfterAsync(2);
        await survey.Cascade.PassesOnAsync(First, DemoData.Province, "coordinator", Own);
        Assert.That(await survey.Cascade.StartedAsync(First), Has.Member(DemoData.City));
    }

    [Test]
    public async Task PausedInOnePlace_ItBeginsElsewhere_AndThereWhenItGoesOn()
    {
        survey = await Survey.SentAsync(open, Sending.Direct, ["pao"]);
        await PauseAsync(DemoData.City);
        await survey.Cascade.SendAsync(survey.Circular, Sending.Direct, "s2");
        Assert.That(await survey.Cascade.StartedAsync("s2"), Has.Member(DemoData.Town).And.No.Member(DemoData.City));
        await survey.Cascade.Job.RunAsync();
        Assert.That(await survey.Cascade.StartedAsync("s2"), Has.No.Member(DemoData.City), "however often the clock wakes");
        await GoesOnAfterAsync(1);
        await survey.Cascade.Job.RunAsync();
        Assert.That(await survey.Cascade.StartedAsync("s2"), Has.Member(DemoData.City));
    }

    [Test]
    public async Task AmendingAPausedCircular_IsKept_AndBeginsWhenItGoesOn_ButItMayBeWithdrawn()
    {
        survey = await Survey.SentAsync(open);
        var sender = await survey.World.ActorAsync("dla-reviewer");
        await PauseAsync();
        var id = await survey.Amendments.Desk.KeepAsync(
            survey.Amendments.Moves(survey.Circular, survey.Key, Survey.Later), sender);
        Assert.That(CodeOf(() => survey.Amendments.Desk.StartAsync(id, sender)), Is.EqualTo("circular-paused"));
        await GoesOnAfterAsync(1);
        await survey.Amendments.Desk.StartAsync(id, sender);
        await PauseAsync();
        Assert.That(await survey.Amendments.Job.RunAsync(), Is.Zero, "begun, and paused before its first case");
        Assert.That((await survey.Amendments.StateAsync(id)).Status, Is.EqualTo(Amendment.Running));
        await GoesOnAfterAsync(1);
        Assert.That(await survey.Amendments.Job.RunAsync(), Is.Positive);
        await PauseAsync();
        await survey.Amendments.WithdrawsAsync(survey.Circular, "ยกเลิก", "dla-reviewer", number: "มท ๐๘๑๐.๘/ว ๑๐๑");
        Assert.That(await survey.World.Database.FirstAsync<long>("select count(*) from tasks where closed_at is null"), Is.Zero);
    }

    [Test]
    public async Task C13_ADayThatAProvinceStated_MovesWithTheDeadline_AndTheRegisterToo()
    {
        survey = await Survey.SentAsync(open, Sending.Relay);
        await survey.Cascade.PassesOnAsync(First, DemoData.Province, "coordinator", Own);
        await PauseAsync();
        await GoesToAsync(7);
        Assert.That(await StateAsync(), Is.EqualTo("unopened"), "its day has passed, and nobody is late");
        await GoesOnAfterAsync(1);
        var (due, shown) = (Later(Survey.End(Survey.Due), 8), Later(Own, 8));
        var task = await survey.TaskAsync(DemoData.City);
        Assert.That((task.DueAt, task.ShownDueAt, task.ShownBy), Is.EqualTo((due, shown, DemoData.Province)));
        var delivery = (await survey.Cascade.DeliveryAsync(First, DemoData.City))!;
        Assert.That((delivery.EnforcedAt, delivery.ShownAt), Is.EqualTo((due, shown)));
        Assert.That(await StateAsync(), Is.EqualTo("unopened"));
        await survey.World.LeapsToAsync(shown.AddMinutes(1));
        Assert.That(await StateAsync(), Is.EqualTo("late"));
    }

    [Test]
    public async Task AnAmendmentDuringThePauseOfAPlace_StatesItsDayAnew_AndGetsBackOnlyWhatFollows()
    {
        survey = await Survey.SentAsync(open);
        await PauseAsync(DemoData.City);
        await GoesToAsync(2);
        await survey.Amendments.BeginsAsync(survey.Amendments.Moves(survey.Circular, survey.Key, Survey.Later));
        Assert.That((await survey.TaskAsync(DemoData.City)).DueAt, Is.EqualTo(Survey.End(Survey.Later)));
        await GoesOnAfterAsync(3);
        var due = Later(Survey.End(Survey.Later), 3);
        Assert.That((await survey.TaskAsync(DemoData.City)).DueAt, Is.EqualTo(due));
        Assert.That((await survey.TaskAsync(DemoData.Town)).DueAt, Is.EqualTo(Survey.End(Survey.Later)), "it went on there");
        var inForce = await CircularDates.InForceAsync(
            survey.World.Database, survey.Circular, survey.Key, DemoData.City, survey.World.Clock.GetUtcNow());
        Assert.That(inForce!.EnforcedAt, Is.EqualTo(due), "and so is the day of what begins from now on");
    }

    async Task PauseAsync(string place = "") => await new PauseDesk(survey.World.Database, survey.World.Clock)
        .PauseAsync(survey.Circular, place, Error, await survey.World.ActorAsync("operator"));

    async Task GoesOnAfterAsync(int workingDays)
    {
        await GoesToAsync(workingDays);
        var world = survey.World;
        foreach (var pause in await CircularPause.UnderWayAsync(world.Database, survey.Circular))
            await new PauseDesk(world.Database, world.Clock).ResumeAsync(pause.Id, await world.ActorAsync("operator"));
        await new PauseMoves(world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock)
            .RunAsync();
    }

    Task GoesToAsync(int workingDays) => survey.World.LeapsToAsync(ThaiDate.At(survey.World.Calendar.Current.AddWorkingDays(
        ThaiDate.BangkokDate(survey.World.Clock.GetUtcNow()), workingDays), new TimeOnly(9, 0)));

    DateTimeOffset Later(DateTimeOffset due, int workingDays) =>
        ThaiDate.EndOfDay(survey.World.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(due), workingDays));

    async Task<string> StateAsync() => (await UnitProgress.OfAsync(
        survey.World.Database, First, "/", survey.World.Clock.GetUtcNow())).Single(unit => unit.Code == DemoData.City).State;

    static string CodeOf(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!.Code;
}
