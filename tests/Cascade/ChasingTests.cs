using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>What a province sees of its units, and how it reminds them.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ChasingTests(Func<TestDatabase> open)
{
    CascadeWorld world = null!;
    string sending = "";

    [SetUp]
    public async Task OpenAsync()
    {
        world = await CascadeWorld.OnAsync(open);
        sending = await world.SendAsync(await world.RegisterAsync(new(2026, 3, 13)), Sending.Direct);
    }

    [TearDown]
    public ValueTask CloseAsync() => world.DisposeAsync();

    [Test]
    public async Task AUnitIsUnopened_ThenOpened_ThenLate_ThenDone()
    {
        Assert.That(await StateAsync(DemoData.Tambon), Is.EqualTo(UnitState.Unopened));
        await world.ReceivesAsync(sending, DemoData.Tambon, "clerk");
        Assert.That(await StateAsync(DemoData.Tambon), Is.EqualTo(UnitState.Opened));
        world.Clock.SetTo(new(2026, 3, 14, 0, 0, 0, TimeSpan.FromHours(7)));
        Assert.That(await StateAsync(DemoData.Tambon), Is.EqualTo(UnitState.Late));
        await DoneAsync(DemoData.Tambon);
        Assert.That(await StateAsync(DemoData.Tambon), Is.EqualTo(UnitState.Done));
        var counts = await UnitProgress.CountAsync(world.Database, sending, "/", "province", world.Clock.GetUtcNow());
        Assert.That(counts.Select(count => (count.Code, count.State, count.Number)),
            Is.EquivalentTo(new[] { (DemoData.Province, UnitState.Late, 13L), (DemoData.Province, UnitState.Done, 1L) }));
        var districts = await UnitProgress.CountAsync(world.Database, sending, "/DLA/9900/", "district", world.Clock.GetUtcNow());
        Assert.That(districts.Where(count => count.Code == DemoData.Province).Sum(count => count.Number), Is.EqualTo(3),
            "three have it straight from the province");
    }

    [Test]
    public async Task AReminderGoesToThoseWhoStillOwe_OneMailAPerson_AndOnceAWorkingDay()
    {
        await DoneAsync(DemoData.City);
        await ClerkAlsoOfAsync("clerk", "5990103");
        var coordinator = await world.World.ActorAsync("coordinator");
        var form = new ReminderForm("r1", sending, DemoData.Province, null, "โปรดรายงานภายในวันศุกร์");
        Assert.That(await world.Chasing.RemindAsync(form, coordinator), Is.GreaterThan(1));
        await world.Chasing.RemindAsync(form, coordinator);

        var toClerk = await RemindersToAsync("clerk");
        Assert.That(toClerk.Single().Text,
            Does.Contain("โปรดรายงานภายในวันศุกร์").And.Contain("บ้านลองดู").And.Contain("สวนสายรุ้ง"));
        Assert.That(await RemindersToAsync("city-clerk"), Is.Empty, "it owes nothing");

        Assert.That(Refusal(form with { FormKey = "r2" }, coordinator), Is.EqualTo("reminded"));
        world.Clock.SetTo(new(2026, 3, 3, 9, 0, 0, TimeSpan.FromHours(7)));
        Assert.That(Refusal(form with { FormKey = "r2" }, coordinator), Is.EqualTo("reminded"), "Makha Bucha is no working day");
        world.Clock.SetTo(new(2026, 3, 4, 9, 0, 0, TimeSpan.FromHours(7)));
        await world.Chasing.RemindAsync(form with { FormKey = "r3" }, coordinator);
        Assert.That(await RemindersToAsync("clerk"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task T100_NobodyRemindsOrNotesOutsideTheirOffice()
    {
        var district = await world.World.ActorAsync("district");
        var form = new ReminderForm("r1", sending, DemoData.Province, null, "เตือน");
        Assert.That(Refusal(form, district), Is.EqualTo("not-the-offices"));
        Assert.That(Refusal(form with { Place = CascadeDemo.District, Words = " " }, district), Is.EqualTo("words"));
        await world.Chasing.KeepAsync(sending, CascadeDemo.District, DemoData.Tambon, Chasing.Call, "ไม่มีผู้รับสาย", district);
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.Chasing.KeepAsync(
            sending, CascadeDemo.District, DemoData.City, Chasing.Call, "โทร", district))!.Code, Is.EqualTo("not-the-offices"));
        Assert.That((await OfAsync(DemoData.Tambon)).ContactedAt, Is.EqualTo(world.Clock.GetUtcNow()));
    }

    [Test]
    public async Task WhoKeepsTheRegisterOfManyOffices_GetsOneMail()
    {
        foreach (var office in (string[])["D9902", "D9903"])
            await ClerkAlsoOfAsync("district", office);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SendAsync(await world.RegisterAsync(new(2026, 3, 20), "มท ๐๘๑๐.๘/ว ๑๓"), Sending.Direct, key: "s2");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.Notices.MailAsync();
        await world.Notices.MailAsync();
        var mails = (await world.World.MailsToAsync("district")).ToList();
        Assert.That(mails, Has.Count.EqualTo(1), "what it was told of the first sending waits to be told with the second");
        Assert.That(mails[0].Subject, Is.EqualTo("มีหนังสือเวียน 4 เรื่องรอลงรับและแจ้งต่อ"));
    }

    Task<Published> DoneAsync(string organisation) => world.World.Runtime.PublishAsync("done", $"DLA-2569-12:{organisation}");

    async Task<UnitProgress> OfAsync(string organisation) =>
        (await UnitProgress.OfAsync(world.Database, sending, "/", world.Clock.GetUtcNow())).Single(unit =>
            unit.Code == organisation);

    async Task<string> StateAsync(string organisation) => (await OfAsync(organisation)).State;

    async Task<List<OutgoingMail>> RemindersToAsync(string person) => [.. (await world.World.MailsToAsync(person))
        .Where(mail => mail.Subject.StartsWith("เตือน", StringComparison.Ordinal))];

    string Refusal(ReminderForm form, Actor actor) =>
        Assert.ThrowsAsync<RefusedException>(() => world.Chasing.RemindAsync(form, actor))!.Code;

    Task ClerkAlsoOfAsync(string person, string organisation) => world.World.BecomesAsync(person, organisation, Role.Clerk);
}
