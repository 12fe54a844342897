using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>A circular under which requests are filed is sent too: requests and rights are the progress .</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SendingOfRequestsTests(Func<TestDatabase> open)
{
    CascadeWorld cascade = null!;

    World World => cascade.World;

    [SetUp]
    public async Task SendAsync()
    {
        cascade = await CascadeWorld.OnAsync(open);
        await cascade.Desk.SendAsync(Form, await World.ActorAsync("reviewer"));
        await cascade.Job.RunAsync(parallel: 1);
    }

    [TearDown]
    public async Task EndAsync() => await cascade.DisposeAsync();

    static SendingForm Form => new("s1", "A", Filing.Definition, Sending.Direct,
        ["pao", "city_municipality", "town_municipality", "tambon_municipality"], "/", null, 8, "นร ๐๗๒๑/ว๙", new(2023, 11, 2));

    [Test]
    public async Task A13_NothingIsStarted_AndEveryUnitIsSeenByItsRightsAndRequests()
    {
        Assert.That(await World.Database.FirstAsync<long>("select count(*) from instances"), Is.Zero);
        Assert.That((await UnitAsync(DemoData.City)).State, Is.EqualTo(UnitState.Done), "somebody there holds a right");
        var nobody = await UnitAsync(DemoData.Tambon);
        Assert.That((nobody.State, nobody.WaitsForRole, nobody.WaitsSince),
            Is.EqualTo((UnitState.Unopened, "officer clerk", (DateTimeOffset?)World.Clock.GetUtcNow())));

        var request = await World.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        var filed = await UnitAsync(DemoData.Tambon);
        Assert.That((filed.State, filed.WaitsForOrganisation), Is.EqualTo((UnitState.Opened, DemoData.Tambon)));
        await World.ProvesIdentityAsync(request);
        await World.AttachesLetterAsync(request, "clerk");
        await World.ReviewsAsync(request, "Approve");
        await World.DecidesAsync(request, "Approve");
        Assert.That((await UnitAsync(DemoData.Tambon)).State, Is.EqualTo(UnitState.Done));
        var counts = await UnitProgress.CountAsync(
            World.Database, "s1", (await PathAsync(DemoData.Province)), "district", World.Clock.GetUtcNow());
        Assert.That(counts.Sum(count => count.Number), Is.EqualTo((await UnitsAsync()).Count));
    }

    [Test]
    public async Task A13_AReminder_GoesToThoseWhoHaveItThemselves_AndNotToTheAgency()
    {
        var request = await World.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await World.ProvesIdentityAsync(request);
        await World.AttachesLetterAsync(request, "clerk");
        Assert.That((await UnitAsync(DemoData.Tambon)).WaitsForOrganisation, Is.EqualTo("BB"));
        var owing = (await UnitsAsync()).Where(unit => unit.State == UnitState.Unopened).Select(unit => unit.Code).ToList();
        Assert.That(owing, Is.Not.Empty.And.Not.Contain(DemoData.Tambon));
        await cascade.Chasing.RemindAsync(
            new ReminderForm("f1", "s1", DemoData.Province, null, "โปรดยื่นคำขอ"), await World.ActorAsync("coordinator"));
        var reminded = await World.Database.QueryAsync<string>(
            "select distinct person_id from case_mails where template = 'circular-reminder'");
        Assert.That(reminded, Is.Not.Empty.And.Not.Contain("reviewer").And.Not.Contain("clerk"));
    }

    [Test]
    public async Task TheUnitsAreToldThatItCame_EachPersonOnce()
    {
        World.Clock.SetTo(World.Clock.GetUtcNow().AddMinutes(5));
        await cascade.Notices.MailAsync();
        Assert.That((await World.MailsToAsync("clerk")).Count, Is.EqualTo(1));
        Assert.That(await cascade.Job.RunAsync(), Is.Zero, "nothing is left");
    }

    async Task<UnitProgress> UnitAsync(string code) => (await UnitsAsync()).Single(unit => unit.Code == code);

    async Task<IReadOnlyList<UnitProgress>> UnitsAsync() => await UnitProgress.OfAsync(
        World.Database, "s1", await PathAsync(DemoData.Province), World.Clock.GetUtcNow());

    async Task<string> PathAsync(string code) =>
        (await World.Database.FirstAsync<string>("select path from organisations where code = @code", new { code }))!;
}
