using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>A circular goes from the department through province and district to the units, with a stamp at each hop.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SendingTests(Func<TestDatabase> open)
{
    static readonly DateOnly Deadline = new(2026, 3, 13);
    CascadeWorld world = null!;

    [SetUp]
    public async Task OpenAsync() => world = await CascadeWorld.OnAsync(open);

    [TearDown]
    public ValueTask CloseAsync() => world.DisposeAsync();

    [Test]
    public async Task A13_B10_C17_D14_LargeUnitsHaveItFromTheProvince_SmallOnesFromTheDistrict()
    {
        var sending = await world.SendAsync(await world.RegisterAsync(Deadline));
        Assert.That(await world.StartedAsync(sending), Is.Empty, "nothing begins before an office passes it on");
        Assert.That((await world.DeliveryAsync(sending, DemoData.Province))!.ArrivedAt, Is.EqualTo(world.Clock.GetUtcNow()));
        Assert.That((await world.DeliveryAsync(sending, DemoData.City))!.ArrivedAt, Is.Null);

        await world.PassesOnAsync(sending, DemoData.Province, "coordinator");
        Assert.That(await world.StartedAsync(sending), Is.EquivalentTo(new[] { DemoData.Pao, DemoData.City, DemoData.Town }));

        await world.PassesOnAsync(sending, CascadeDemo.District, "district", number: "ตย ๐๑๑๘/ว ๓");
        Assert.That(await world.StartedAsync(sending),
            Has.Count.EqualTo(3 + 4).And.Contains(DemoData.Tambon).And.Contains(DemoData.Tao));
        var district = (await world.DeliveryAsync(sending, CascadeDemo.District))!;
        Assert.That((district.ReceiveNumber, district.OwnNumber, district.FromCode), Is.EqualTo(("100", "ตย ๐๑๑๘/ว ๓",
            DemoData.Province)));
    }

    [Test]
    public async Task Directly_EverybodyHasItAtOnce_AndTheOfficesRegisterItAllTheSame()
    {
        var sending = await world.SendAsync(await world.RegisterAsync(Deadline), Sending.Direct);
        Assert.That(await world.StartedAsync(sending), Has.Count.EqualTo(14));
        await world.PassesOnAsync(sending, CascadeDemo.District, "district");
        Assert.That((await world.DeliveryAsync(sending, CascadeDemo.District))!.OwnNumber, Is.Not.Null);
    }

    [Test]
    public async Task C12_C13_AnEarlierDeadlineIsShownBelow_TheIssuersIsEnforced_ALaterOneIsRefused()
    {
        var circular = await world.RegisterAsync(Deadline);
        var sending = await world.SendAsync(circular);
        var own = ThaiDate.EndOfDay(new(2026, 3, 9));
        Assert.That(() => world.PassesOnAsync(sending, DemoData.Province, "coordinator", ThaiDate.EndOfDay(new(2026, 3, 16))),
            Throws.InstanceOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo("own-deadline"));
        await world.PassesOnAsync(sending, DemoData.Province, "coordinator", own);

        var city = (await world.DeliveryAsync(sending, DemoData.City))!;
        Assert.That((city.EnforcedAt, city.ShownAt, city.ShownBy), Is.EqualTo((ThaiDate.EndOfDay(Deadline), own,
            DemoData.Province)));
        var stated = await world.Database.WriteAsync(t => CircularDates.OfAsync(t, circular, $"{circular}-01", DemoData.City));
        Assert.That(stated, Is.EqualTo(new StatedDates(ThaiDate.EndOfDay(Deadline), own, DemoData.Province)));

        var earlier = ThaiDate.EndOfDay(new(2026, 3, 6));
        await world.PassesOnAsync(sending, CascadeDemo.District, "district", earlier);
        var tambon = (await world.DeliveryAsync(sending, DemoData.Tambon))!;
        Assert.That((tambon.EnforcedAt, tambon.ShownAt, tambon.ShownBy), Is.EqualTo((ThaiDate.EndOfDay(Deadline), earlier,
            CascadeDemo.District)));
        Assert.That((await world.DeliveryAsync(sending, DemoData.City))!.ShownAt, Is.EqualTo(own),
            "it is not below the district");
    }

    [Test]
    public async Task ADeadlineBroughtForwardLater_IsSeenByThoseWhoHaveItAlready()
    {
        var sending = await world.SendAsync(await world.RegisterAsync(Deadline), Sending.Direct);
        var own = ThaiDate.EndOfDay(new(2026, 3, 10));
        await world.Hops.ShortenAsync(sending, DemoData.Province, own, await world.World.ActorAsync("coordinator"));
        Assert.That((await world.DeliveryAsync(sending, DemoData.Tambon))!.ShownAt, Is.EqualTo(own));
    }

    [Test]
    public async Task AnOfficeRegistersBeforeItPassesOn_Once_AndOnlyItsOwn()
    {
        var sending = await world.SendAsync(await world.RegisterAsync(Deadline));
        var today = ThaiDate.BangkokDate(world.Clock.GetUtcNow());
        var (coordinator, district) = (await world.World.ActorAsync("coordinator"), await world.World.ActorAsync("district"));
        string Code(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!.Code;
        Assert.Multiple(() =>
        {
            Assert.That(Code(() => world.Hops.ReissueAsync(sending, DemoData.Province, new("1", today, null), coordinator)),
                Is.EqualTo("receive-number"));
            Assert.That(Code(() => world.Hops.ReceiveAsync(sending, DemoData.Province, new("1", null), district)),
                Is.EqualTo("not-the-offices"));
            Assert.That(Code(() => world.Hops.ReceiveAsync(sending, CascadeDemo.District, new("1", null), district)),
                Is.EqualTo("not-arrived"));
            Assert.That(Code(() => world.Hops.ReceiveAsync(sending, DemoData.Province, new(" ", null), coordinator)),
                Is.EqualTo("receive-number"));
            Assert.That(Code(() => world.Hops.ReceiveAsync(sending, DemoData.Province, new("1",
                world.Clock.GetUtcNow().AddHours(1)), coordinator)),
                Is.EqualTo("received-at"));
        });
        await world.PassesOnAsync(sending, DemoData.Province, "coordinator");
        Assert.That(Code(() => world.Hops.ReissueAsync(sending, DemoData.Province, new("2", today, null), coordinator)),
            Is.EqualTo("passed-on"));
    }

    [Test]
    public async Task ASendingIsCarriedOutOnce_HoweverOftenItIsAskedFor()
    {
        var circular = await world.RegisterAsync(Deadline);
        var form = world.SendForm(circular, Sending.Direct);
        var sender = await world.World.ActorAsync("dla-reviewer");
        await world.Desk.SendAsync(form, sender);
        await world.Desk.SendAsync(form, sender);
        await world.Job.RunAsync();
        await world.Job.RunAsync();
        await world.SendAsync(circular, Sending.Direct, key: "s2");
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from instances where definition_id = 'waits'"),
            Is.EqualTo(14));
        Assert.That(await world.StartedAsync("s2"), Has.Count.EqualTo(14), "the second sending finds the instances of the first");
    }

    [Test]
    public async Task OnlyTheIssuersPeopleSend_AndOnlyWhatCanBeStartedPerOrganisation()
    {
        var circular = await world.RegisterAsync(Deadline);
        var (sender, stranger) = (await world.World.ActorAsync("dla-reviewer"), await world.World.ActorAsync("director"));
        string Code(SendingForm form, Actor actor) =>
            Assert.ThrowsAsync<RefusedException>(() => world.Desk.SendAsync(form, actor))!.Code;
        var form = world.SendForm(circular);
        Assert.Multiple(() =>
        {
            Assert.That(Code(form, stranger), Is.EqualTo("not-the-agencys"));
            Assert.That(Code(form with { DefinitionId = "bbl-access" }, sender), Is.EqualTo("definition"));
            Assert.That(Code(form with { DefinitionId = "nothing" }, sender), Is.EqualTo("definition"));
            Assert.That(Code(form with { DeadlineKey = "X-01" }, sender), Is.EqualTo("deadline"));
            Assert.That(Code(form with { Types = ["sub_unit"] }, sender), Is.EqualTo("nobody-covered"));
            Assert.That(Code(form with { Path = "/DLA/8800/" }, sender), Is.EqualTo("nobody-covered"));
            Assert.That(Code(form with { LetterNumber = "" }, sender), Is.EqualTo("own-number"));
        });
    }

    [Test]
    public async Task AStoppedSendingStartsNobodyNew_AndGoesOnWhereItWas()
    {
        var sending = await world.SendAsync(await world.RegisterAsync(Deadline));
        var sender = await world.World.ActorAsync("dla-reviewer");
        await world.Desk.StopAsync(sending, "เลขที่หนังสือผิด", sender);
        await world.PassesOnAsync(sending, DemoData.Province, "coordinator");
        Assert.That(await world.StartedAsync(sending), Is.Empty);
        await world.Desk.GoOnAsync(sending, sender);
        await world.Job.RunAsync();
        Assert.That(await world.StartedAsync(sending), Has.Count.EqualTo(3));
    }
}
