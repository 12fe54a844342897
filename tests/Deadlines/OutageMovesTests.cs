using System.Text.Json;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>An outage ran over deadlines, and an operator moves them all at once (T101).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class OutageMovesTests(Func<TestDatabase> open)
{
    World world = null!;
    OutageMoves moves = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.OnAsync(open);
        moves = new OutageMoves(
            world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock);
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task T101_WhatRanOutInAnOutage_IsShownWithOldAndNewDay_AndMovedOnce_HoweverOftenAndByHowManyHosts()
    {
        var task = await world.OpenTaskAsync(await world.ReadyForReviewAsync(), WorkTask.Review);
        var due = task.DueAt!.Value;
        await world.LeapsToAsync(due.AddHours(9));
        Assert.That(await StateAsync(task.Id), Is.EqualTo(Deadline.Missed), "it ran out in the outage");

        var (keeper, outage) = (await world.ActorAsync("operator"), Over(due));
        var effect = await moves.PreviewAsync(outage, keeper);
        var expected = ThaiDate.EndOfDay(world.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(due.AddHours(2)), 2));
        Assert.That((effect.Count, effect.First[0].Deadline.DueAt, effect.First[0].To, effect.ByKind[WorkTask.Review]),
            Is.EqualTo((1, due, expected, 1)));
        Assert.That(await DueAsync(task.Id), Is.EqualTo(due), "looking moves nothing");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => moves.AddAsync(outage, keeper))));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => moves.RunAsync())));
        Assert.That((await DueAsync(task.Id), await StateAsync(task.Id)), Is.EqualTo((expected, Deadline.Open)));
        await moves.AddAsync(outage, keeper);
        Assert.That(await moves.RunAsync(), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from deadline_moves"), Is.EqualTo(1));
        Assert.That(
            await world.Database.FirstAsync<long>("select count(*) from audit where action = 'outage-decided'"), Is.EqualTo(1));
        Assert.That(Code(() => moves.AddAsync(outage with { Id = "again" }, keeper)), Is.EqualTo("nothing-moves"),
            "the same time once more finds nothing left");

        var told = await world.Database.QueryAsync<string>(
            "select payload from outbox where key like 'mail:deadlines-moved:outage:%'");
        Assert.That(told.Select(mail => JsonSerializer.Deserialize<OutgoingMail>(mail, JsonSerializerOptions.Web)!.Text),
            Is.Not.Empty.And.All.Contain("ThaiD ใช้ไม่ได้").And.All.Contain(ThaiDate.WithTime(expected)));
        await world.Runtime.RunDueAsync();
        Assert.That(
            await world.AnswerAsync(
                (await WorkTask.FindAsync(world.Database, task.Id))!, "reviewer", "Approve", new { reason = "" }),
            Is.InstanceOf<StepResult.Moved>());
        Assert.That(await StateAsync(task.Id), Is.EqualTo(Deadline.Met), "answered by the new day, it was met");
    }

    [Test]
    public async Task T101_OnlyTheChosenCircularAndKindMove_AndRemindersComeAgain()
    {
        var task = await world.OpenTaskAsync(await world.ReadyForReviewAsync(), WorkTask.Review);
        var (due, keeper) = (task.DueAt!.Value, await world.ActorAsync("operator"));
        Assert.That((await moves.PreviewAsync(Over(due) with { CircularId = "B" }, keeper)).Count, Is.Zero);
        Assert.That((await moves.PreviewAsync(Over(due) with { Kind = WorkTask.Decide }, keeper)).Count, Is.Zero);
        Assert.That(
            (await moves.PreviewAsync(Over(due) with { CircularId = "A", Kind = WorkTask.Review }, keeper)).Count, Is.EqualTo(1));
        Assert.That((await moves.PreviewAsync(Over(due.AddDays(1)), keeper)).Count, Is.Zero);

        await world.LeapsToAsync(due.AddMinutes(1));
        await moves.AddAsync(Over(due) with { CircularId = "A", Days = 5 }, keeper);
        await moves.RunAsync();
        await world.Runtime.RunDueAsync();
        var before = await ReviewMailsAsync();
        var day = world.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(await DueAsync(task.Id)), -2);
        await world.LeapsToAsync(ThaiDate.At(day, new TimeOnly(8, 31)));
        Assert.That(await ReviewMailsAsync(), Is.GreaterThan(before), "two working days before the new end");
    }

    [Test]
    public async Task T101_WhileTheOutageLasts_WhatRunsOutIsMovedToo_AndPeopleAreToldAfterIt()
    {
        var task = await world.OpenTaskAsync(await world.ReadyForReviewAsync(), WorkTask.Review);
        var (due, keeper) = (task.DueAt!.Value, await world.ActorAsync("operator"));
        world.Clock.SetTo(due.AddHours(-3));
        await moves.AddAsync(Over(due), keeper);
        await moves.RunAsync();
        Assert.That(await DueAsync(task.Id), Is.GreaterThan(due));
        Assert.That(await ToldAsync(), Is.Zero);
        world.Clock.SetTo(due.AddHours(3));
        await moves.RunAsync();
        await moves.RunAsync();
        Assert.That(await ToldAsync(), Is.GreaterThan(0));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from outages where told_at is null"), Is.Zero);
    }

    [Test]
    public async Task T101_ItIsAnOperators_WithAReason_AndATimeThatCanBeMeant()
    {
        var (now, keeper) = (world.Clock.GetUtcNow(), await world.ActorAsync("operator"));
        var reviewer = await world.ActorAsync("reviewer");
        Assert.That(Code(() => moves.PreviewAsync(Over(now), reviewer)), Is.EqualTo("operator-only"));
        Assert.That(Code(() => moves.PreviewAsync(Over(now) with { Reason = " " }, keeper)), Is.EqualTo("reason-needed"));
        Assert.That(Code(() => moves.PreviewAsync(Over(now) with { To = now.AddHours(-3) }, keeper)), Is.EqualTo("outage-time"));
        Assert.That(Code(() => moves.PreviewAsync(Over(now) with { To = now.AddDays(90) }, keeper)), Is.EqualTo("outage-time"));
        Assert.That(Code(() => moves.PreviewAsync(Over(now) with { Days = 0 }, keeper)), Is.EqualTo("outage-days"));
    }

    // Two hours before and after.
    static Outage Over(DateTimeOffset due) => new(
        "outage-" + due.Ticks, due.AddHours(-2), due.AddHours(2), 2, "", "", "ThaiD ใช้ไม่ได้");

    async Task<DateTimeOffset> DueAsync(string task) =>
        await world.Database.FirstAsync<DateTimeOffset>("select due_at from deadlines where task_id = @task", new { task });

    Task<string?> StateAsync(string task) =>
        world.Database.FirstAsync<string>("select state from deadlines where task_id = @task", new { task });

    Task<long> ToldAsync() =>
        world.Database.FirstAsync<long>("select count(*) from outbox where key like 'mail:deadlines-moved:outage:%'");

    async Task<int> ReviewMailsAsync() => (await world.MailsToAsync("reviewer"))
        .Count(mail => mail.Subject.StartsWith("เตือนครั้งที่", StringComparison.Ordinal));

    static string Code(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!.Code;
}
