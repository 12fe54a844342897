using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Engine;
using WorkflowHost.Tests.Support;

// Some package has a namespace of this name.

namespace WorkflowHost.Tests.Circulars;
/// <summary>When systems and menus are closed (B-06, B-07, C-04), what waits for an opening, and what was begun before a
/// closing.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class WindowTests(Func<TestDatabase> open)
{
    static readonly DateTimeOffset Closes = Bangkok(2023, 9, 30);
    static readonly DateTimeOffset Opens = Bangkok(2023, 10, 2);

    [Test]
    public async Task B06_B07_EPlan_IsClosedFromThirtySeptemberUntilTheFirstInstantOfTwoOctober()
    {
        await using var world = await World.OnAsync(open);
        Assert.That(await ClosedAsync(world, "B", "B-06", Closes.AddTicks(-1)), Is.Null);
        Assert.That((await ClosedAsync(world, "B", "B-06", Closes))!.ClosedUntil, Is.EqualTo(Opens));
        Assert.That(await ClosedAsync(world, "B", "B-06", Bangkok(2023, 10, 1, 10)), Is.Not.Null);
        Assert.That(await ClosedAsync(world, "B", "B-06", Opens.AddTicks(-1)), Is.Not.Null);
        Assert.That(await ClosedAsync(world, "B", "B-06", Opens), Is.Null);
    }

    [Test]
    public async Task C04_TheMenu_IsClosedForGood_FromTheEndOfThirtyJune()
    {
        await using var world = await World.OnAsync(open);
        Assert.That(await ClosedAsync(world, "C", "C-04", Bangkok(2024, 6, 30, 23, 59, 59)), Is.Null);
        var window = await ClosedAsync(world, "C", "C-04", Bangkok(2024, 7, 1));
        Assert.That((window!.Kind, window.ClosedUntil), Is.EqualTo((Window.CutOff, (DateTimeOffset?)null)));
        Assert.That(await ClosedAsync(world, "C", "C-04", Bangkok(2034, 7, 1)), Is.Not.Null);
    }

    [Test]
    public async Task EveryStart_LeavesWhatPeopleChanged()
    {
        await using var world = await World.OnAsync(open);
        await world.WindowDesk.ChangeAsync("B:B-06", Form(Closes, Opens.AddDays(1)), await world.ActorAsync("operator"));
        await ShippedWindows.LoadAsync(world.Database);
        Assert.That((await ClosedAsync(world, "B", "B-06", Closes))!.ClosedUntil, Is.EqualTo(Opens.AddDays(1)));
    }

    [TestCase(23, 58, 0, 6, true)]
    [TestCase(23, 58, 0, 29, true)]
    [TestCase(23, 58, 0, 30, false)]
    [TestCase(0, 0, 0, 1, false)]
    public async Task C04_T61_WhatWasBegunBeforeTheCutOff_MayBeFinishedWithinTheGrace(
        int beginsAt, int minute, int endsAt, int endsMinute, bool passes)
    {
        await using var world = await World.OnAsync(open);
        var begun = beginsAt == 23 ? Bangkok(2024, 6, 30, beginsAt, minute) : Bangkok(2024, 7, 1, beginsAt, minute, 1);
        var ends = Bangkok(2024, 7, 1, endsAt, endsMinute);
        Task<bool> PassAsync() => world.Database.WriteAsync(t => ClosingTimes.RequireOpenAsync(t, "C", "C-04", ends, begun));
        if (passes)
            Assert.That(await PassAsync(), Is.True, "and it is to be marked as begun before");
        else
            Assert.That(Assert.ThrowsAsync<RefusedException>(PassAsync)!.Code, Is.EqualTo("closed-for-good"));
        Assert.That(await world.Database.WriteAsync(
            t => ClosingTimes.RequireOpenAsync(t, "C", "C-04", Bangkok(2024, 6, 30, 23, 59), begun)), Is.False,
                "in time is nothing to mark");
    }

    [Test]
    public async Task B06_T13_WhatWaitsForTheOpening_GoesOnInOrderOfArrival()
    {
        await using var world = await WaitingWorldAsync(Bangkok(2023, 10, 1, 10));
        var arrived = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            arrived.Add((await world.Runtime.StartAsync(new StartRequest("waits"))).InstanceId);
            world.Clock.SetTo(world.Clock.GetUtcNow().AddSeconds(1));
        }
        await world.LeapsToAsync(Opens.AddTicks(-1));
        Assert.That(await PassedAsync(world), Is.Empty);
        await world.LeapsToAsync(Opens);
        Assert.That(await PassedAsync(world), Is.EqualTo(arrived));
    }

    [Test]
    public async Task B06_WhileItIsOpen_NothingWaits()
    {
        await using var world = await WaitingWorldAsync(Opens);
        await world.Runtime.StartAsync(new StartRequest("waits"));
        Assert.That(await PassedAsync(world), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task B07_WhoMovesTheOpening_MovesWhatWaitsForIt()
    {
        await using var world = await WaitingWorldAsync(Bangkok(2023, 10, 1, 10));
        await world.Runtime.StartAsync(new StartRequest("waits"));
        await world.WindowDesk.ChangeAsync("B:B-06", Form(Closes, null), await world.ActorAsync("operator"));
        await world.LeapsToAsync(Opens.AddDays(3));
        Assert.That(await PassedAsync(world), Is.Empty, "nobody knows now when it opens");
        await world.WindowDesk.CancelAsync("B:B-06", await world.ActorAsync("operator"));
        await world.Runtime.RunDueAsync();
        Assert.That(await PassedAsync(world), Has.Count.EqualTo(1));
    }

    [TestCase("mayor")]
    [TestCase("reviewer", Description = "of another agency than the one that owns the systems")]
    public async Task OnlyTheOwningAgencyAndOperators_SayWhenItIsClosed(string by)
    {
        await using var world = await World.OnAsync(open);
        var actor = await world.ActorAsync(by);
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.WindowDesk.CancelAsync("B:B-06", actor))!.Code,
            Is.EqualTo("not-your-window"));
        Assert.That(await world.WindowDesk.MayAsync("B", actor), Is.False);
    }

    [Test]
    public async Task T16_AWeekBeforeTheClosing_PeopleWithAnOpenRequestAreToldOnce_AndWhenHelpIsStaffedLast()
    {
        await using var world = await World.OnAsync(open);
        await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        // Closes with the end of Sunday, 12 April 2026; Songkran follows.
        await world.WindowDesk.AddAsync("A", "A-09", Form(Bangkok(2026, 4, 13), Bangkok(2026, 4, 16)),
            await world.ActorAsync("director"));
        await world.LeapsToAsync(Bangkok(2026, 4, 5, 23, 59));
        Assert.That(await NoticesAsync(world), Is.Empty);
        await world.LeapsToAsync(Bangkok(2026, 4, 6));
        await world.LeapsToAsync(Bangkok(2026, 4, 7));
        var mail = (await NoticesAsync(world)).Single();
        Assert.That(mail.Text, Does.Contain("13 เม.ย. 2569 00.00 น.").And.Contain("วันศุกร์ที่ 10 เมษายน 2569"));
    }

    // Its instances are no requests, and wait without a task.
    async Task<World> WaitingWorldAsync(DateTimeOffset now)
    {
        var world = await World.OnAsync(open, now);
        world.BooksMustBalance = false;
        await world.Definitions.PublishAsync([Waiting()]);
        return world;
    }

    static async Task<IReadOnlyList<WorkflowHost.Activities.Mail.OutgoingMail>> NoticesAsync(World world) =>
        [.. (await world.MailsToAsync("officer")).Where(mail => mail.Subject.StartsWith("แจ้งล่วงหน้า",
            StringComparison.Ordinal))];

    static Task<Window?> ClosedAsync(World world, string circular, string key, DateTimeOffset at) =>
        world.Database.WriteAsync(transaction => ClosingTimes.ClosedAsync(transaction, circular, key, at));

    // Whoever has passed waits at the next step, at a bookmark with the next id.
    static Task<IReadOnlyList<string>> PassedAsync(World world) =>
        world.Database.QueryAsync<string>("select instance_id from bookmarks where event_name = 'over' order by id");

    static WindowForm Form(DateTimeOffset from, DateTimeOffset? until) => new(Window.Outage, from, until, 0, "ปิดระบบ",
        "The system is closed");

    static string Waiting() => Chart.Of("waits",
        [Chart.Step("wait", "Gov.AwaitOpening", new { circular = Chart.Literal("B"), key = Chart.Literal("B-06") }),
            Chart.Step("over", "Elsa.Event", new { eventName = Chart.Literal("over") })],
        ["start -> wait", "wait -> over"]);

    static DateTimeOffset Bangkok(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        ThaiDate.At(new DateOnly(year, month, day), new TimeOnly(hour, minute, second));
}
