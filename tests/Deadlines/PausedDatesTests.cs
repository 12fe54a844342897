using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.RolloutScenes;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>Steps that wait for a date of their circular (circular E), while it is paused everywhere or for one office.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class PausedDatesTests(Func<TestDatabase> open)
{
    const string Flood = "น้ำท่วมที่ว่าการอำเภอ";
    const string Flooded = "D9901";

    World world = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await RolloutAsync(open);
        // As a sending would have begun them.
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update instances set correlation_id = start_key where definition_id = 'ebill-rollout'", new { }));
        await world.AppointedAsync();
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task E05_ALastDay_DoesNotComeWhilePaused_AndComesAsManyWorkingDaysLater_ForThatOfficeOnly()
    {
        await world.LeapsToAsync(At(6, 27));
        await PauseAsync(Flooded);
        await world.LeapsToAsync(At(7, 4));
        Assert.That(await LapsedAsync(), Is.EqualTo(new[] { "9900", "D9902", "D9903" }));
        await GoesOnAsync();
        // Five working days, from Thursday 30 June to Thursday 7 July.
        await world.LeapsToAsync(At(7, 7, 23, 59));
        Assert.That(await LapsedAsync(), Has.No.Member(Flooded));
        await world.Registering().RegisterAsync(Flooded, RolloutScenes.Ids[1], await world.ActorAsync("district"));
        await world.LeapsToAsync(At(7, 8));
        Assert.That(await LapsedAsync(), Has.No.Member(Flooded), "who registered in the days given back has taken it up");
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from audit where action = 'not-taken-up' and organisation_code = @Flooded", new { Flooded }),
                Is.Zero);
    }

    [Test]
    public async Task E09_ABeginning_StaysItsDay_ButNothingBeginsBeforeItGoesOn_ThenAtOnce()
    {
        await world.LeapsToAsync(At(7, 22));
        await world.Purging().RunAsync(await world.ActorAsync("finance"));
        await world.Runtime.RunDueAsync();
        await PauseAsync("");
        await world.LeapsToAsync(At(8, 3));
        Assert.That(await AskedToStopPaperAsync(), Is.Zero, "go-live was on the first");
        await GoesOnAsync();
        await world.Runtime.RunDueAsync();
        Assert.That(await AskedToStopPaperAsync(), Is.EqualTo(4));
    }

    [Test]
    public async Task E07_TheTrialOfAPausedOffice_RunsOnAfterIt_NobodyIsRemindedMeanwhile_AndThePurgeWaitsForIt()
    {
        await world.LeapsToAsync(At(7, 11));
        await PauseAsync(Flooded);
        var before = await RemindedAsync();
        await world.PassesAsync(At(7, 21, 9) - world.Clock.GetUtcNow());
        Assert.That(await RemindedAsync(), Is.EqualTo(before), "the trial ended yesterday for all others");
        Assert.That(await EndedAsync(), Is.EqualTo(new[] { "9900", "D9902", "D9903" }));
        var finance = await world.ActorAsync("finance");
        await world.LeapsToAsync(At(7, 22));
        Assert.That(await CodeOfRefusalAsync(() => world.Purging().RunAsync(finance)), Is.EqualTo("purge-too-early"));
        await GoesOnAsync();
        var calendar = world.Calendar.Current;
        var last = ThaiDate.EndOfDay(calendar.AddWorkingDays(
            new(2022, 7, 20), calendar.WorkingDaysBetween(new(2022, 7, 11), new(2022, 7, 22))));
        await world.PassesAsync(last.AddMinutes(-1) - world.Clock.GetUtcNow());
        Assert.That(await EndedAsync(), Has.No.Member(Flooded));
        Assert.That(await RemindedAsync(), Is.GreaterThan(before));
        await world.LeapsToAsync(last.AddMinutes(1));
        Assert.That(await EndedAsync(), Has.Member(Flooded));
    }

    async Task PauseAsync(string place) =>
        await new PauseDesk(world.Database, world.Clock).PauseAsync("E", place, Flood, await world.ActorAsync("operator"));

    async Task GoesOnAsync()
    {
        foreach (var pause in await CircularPause.UnderWayAsync(world.Database, "E"))
            await new PauseDesk(world.Database, world.Clock).ResumeAsync(pause.Id, await world.ActorAsync("operator"));
        await new PauseMoves(world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock)
            .RunAsync();
    }

    Task<IReadOnlyList<string>> LapsedAsync() => world.Database.QueryAsync<string>(
        "select distinct office_code from roster_lines where lapsed_at is not null order by office_code");

    Task<IReadOnlyList<string>> EndedAsync() => world.Database.QueryAsync<string>(
        "select distinct organisation_code from audit where action = 'trial-short' order by organisation_code");

    Task<long> AskedToStopPaperAsync() => world.Database.FirstAsync<long>(
        "select count(*) from tasks where title_th like 'ยืนยันว่าเลิกออกใบเสร็จ%'");

    async Task<int> RemindedAsync() => (await world.MailsToAsync("district"))
        .Count(mail => mail.Subject.StartsWith("ยังทดลองไม่ครบ", StringComparison.Ordinal));
}
