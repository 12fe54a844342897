using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// A circular is paused, and goes on after three working days, with a host that dies at each commit in turn, before or after it.
/// Each deadline has moved once, each person has one mail, and nothing fired on the way.
/// </summary>
public sealed class PauseDiesTests
{
    [Test]
    public Task SQLite_survives_dying_at_every_commit_of_a_pause([Values] bool afterCommit) =>
        new DyingCopies(PrepareAsync, LiveAsync).OnSqliteAsync(afterCommit, 6, "2 moves", "0 missed");

    [Test]
    public Task PostgreSQL_survives_dying_at_every_commit_of_a_pause([Values] bool afterCommit) =>
        new DyingCopies(PrepareAsync, LiveAsync).OnPostgresAsync(afterCommit, 6, "2 moves", "0 missed");

    static async Task PrepareAsync(TestDatabase store)
    {
        await using var world = await World.OnAsync(() => store);
        await world.ProvesIdentityAsync(await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer"));
        await world.FileAsync("city-clerk", DemoData.City, RequestKind.New, "city-officer2");
    }

    static async Task<string> LiveAsync(Func<Death?, Database> open, Death? death)
    {
        var clock = new TestClock();
        var store = new TestDatabase(() => open(death is { HasCome: true } ? null : death), () => { });
        var world = await World.AgainAsync(store, clock);
        var back = ThaiDate.At(
            world.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(clock.GetUtcNow()), 3), new TimeOnly(9, 0));
        Func<Task>[] deeds =
        [
            async () => await Desk(world).PauseAsync("A", "", "น้ำท่วม", await world.ActorAsync("operator")),
            async () =>
            {
                clock.SetTo(back);
                var pause = await world.Database.FirstAsync<string>("select id from circular_pauses");
                await Desk(world).ResumeAsync(pause!, await world.ActorAsync("operator"));
            },
            async () => await Moves(world).RunAsync(),
            async () => await world.Runtime.RunDueAsync(parallel: 1),
        ];
        foreach (var deed in deeds)
            try
            {
                await deed();
            }
            catch (DeadException)
            {
                await store.ReopenAsync();
                world = await World.AgainAsync(store, clock);
                await AgainAsync(deed);
            }
        var story = await TellAsync(world);
        await store.DisposeAsync();
        return story;
    }

    static PauseDesk Desk(World world) => new(world.Database, world.Clock);

    static PauseMoves Moves(World world) =>
        new(world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock);

    // Who presses again after a death is told so when it had been done.
    static async Task AgainAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            Assert.That(refusal.Code, Is.EqualTo("paused-already").Or.EqualTo("not-paused"));
        }
    }

    static async Task<string> TellAsync(World world)
    {
        var deadlines = await world.Database.QueryAsync<Row>(
            "select due_at as at from deadlines where state = 'open' order by due_at");
        var moves = await world.Database.FirstAsync<long>("select count(*) from deadline_moves");
        var missed = await world.Database.FirstAsync<long>("select count(*) from deadlines where state = 'missed'");
        var mails = await world.Database.QueryAsync<string>(
            """
            select person_id || ' ' || count(*) from case_mails where template = 'deadlines-moved'
            group by person_id order by person_id
            """);
        var over = await world.Database.FirstAsync<long>("select count(*) from circular_pauses where done_at is not null");
        return string.Join('\n', [.. deadlines.Select(row => Instants.ToText(row.At)),
            $"{moves} moves", $"{missed} missed", $"{over} over", .. mails]);
    }

    sealed class Row
    {
        public DateTimeOffset At { get; init; }
    }
}
