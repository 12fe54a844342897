using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.RolloutScenes;
using static WorkflowHost.Tests.Circulars.SignOnScenes;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The way past a cut-off of any circular: asked with a reason, decided by the agency, for one organisation and a
/// time.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ExceptionTests(Func<TestDatabase> open)
{
    static readonly DateTimeOffset Now = new(2023, 11, 6, 9, 0, 0, TimeSpan.FromHours(7));

    World world = null!;
    ExceptionDesk desk = null!;
    Actor agency = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        world = await World.OnAsync(open, Now);
        desk = new ExceptionDesk(world.Database, world.Tools, world.Clock);
        await world.WindowDesk.AddAsync("B", "B-06", new WindowForm(Window.CutOff, Now.AddHours(1), null, 0,
            "ปิดรับผู้ใช้ใหม่ของ e-Plan", "e-Plan takes no new users"), await world.ActorAsync("operator"));
        await world.BecomesAsync("dla-reviewer", "DLA", Role.Reviewer);
        agency = await world.ActorAsync("dla-reviewer");
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task B06_AfterACutOff_WhatWaitsGoesOnForWhoWasGrantedAnException_AndForNobodyElse()
    {
        var request = await world.WithAdminAsync();
        var other = await world.AsksForAccountAsync("tao-officer", DemoData.Tao);
        await world.ProvesIdentityAsync(other);
        world.Clock.SetTo(Now.AddHours(2));
        await world.ApprovesAccountAsync(request);
        await world.ApprovesAccountAsync(other, "coordinator");
        await world.LeapsToAsync(Now.AddDays(3));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WaitingOpening), "nobody knows when it opens");
        Assert.That((await world.MailsToAsync(Officer))[^1].Text, Does.Contain("/circulars/B/exceptions"));

        var id = await desk.AskAsync("B", "B-06", DemoData.Town, "ให้ผู้ใช้ใหม่เข้า e-Plan", "บรรจุใหม่หลังปิดรับ",
            await world.ActorAsync(Officer));
        Assert.That(await desk.AskAsync("B", "B-06", DemoData.Town, "อีกครั้งหนึ่ง", "กดซ้ำเพราะเน็ตช้า", await world.ActorAsync(Admin)),
            Is.EqualTo(id), "one open request an organisation and window");
        Assert.That((await world.MailsToAsync("dla-reviewer"))[^1].Text, Does.Contain("บรรจุใหม่หลังปิดรับ"));
        await desk.DecideAsync(id, LateAction.Granted, new DateOnly(2023, 11, 20), "เห็นควรอนุญาต", agency);
        await world.LeapsToAsync(Now.AddDays(3).AddMinutes(1));
        Assert.That(await world.HoldsAsync(Officer), Has.Member(EPlan));
        Assert.That(await world.StageAsync(other), Is.EqualTo(RequestStage.WaitingOpening), "it was granted to the town alone");
        Assert.That((await world.MailsToAsync(Officer)).Select(mail => mail.Subject),
            Has.Some.StartsWith("อนุญาตให้ดำเนินการหลังปิดรับ"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from exceptions where used_at is not null"), Is.EqualTo(1));
    }

    [Test]
    public async Task B06_AnExceptionIsAskedForOneselfWithAReason_AndDecidedOnceByTheAgency()
    {
        var (officer, stranger) = (await world.ActorAsync(Officer), await world.ActorAsync("city-clerk"));
        Assert.That(await AskAsync(officer), Is.EqualTo("not-closed-for-good"), "still open");
        world.Clock.SetTo(Now.AddHours(2));
        Assert.That(await AskAsync(stranger), Is.EqualTo("not-your-organisation"));
        Assert.That(await AskAsync(officer, reason: " "), Is.EqualTo("reason"));
        Assert.That(await AskAsync(officer), Is.Empty);
        var id = (await world.Database.FirstAsync<string>("select id from exceptions"))!;
        Assert.That(await DecideAsync(id, officer), Is.EqualTo("agency-only"));
        Assert.That(await DecideAsync(id, await world.ActorAsync("operator")), Is.EqualTo("agency-only"));
        Assert.That(await DecideAsync(id, agency, until: null), Is.EqualTo("until"));
        Assert.That(await DecideAsync(id, agency, until: new DateOnly(2023, 11, 5)), Is.EqualTo("until"), "yesterday");
        Assert.That(await DecideAsync(id, agency, reason: ""), Is.EqualTo("decision-reason"));
        Assert.That(await DecideAsync(id, agency), Is.Empty);
        Assert.That(await DecideAsync(id, agency), Is.EqualTo("decided-already"));
    }

    [Test]
    public async Task B06_WithinTheGrantItPasses_Marked_AndTheRefusalNamesAPageThatWorks()
    {
        world.Clock.SetTo(Now.AddHours(2));
        var refusal = Assert.ThrowsAsync<RefusedException>(() => PassAsync("B", "B-06", DemoData.Town, Now.AddHours(2)))!;
        Assert.That(refusal.Thai, Does.Contain("/circulars/B/exceptions"));
        Assert.That(await AskAsync(await world.ActorAsync(Officer)), Is.Empty);
        await DecideAsync((await world.Database.FirstAsync<string>("select id from exceptions"))!, agency);
        Assert.That(await PassAsync("B", "B-06", DemoData.Town, Now.AddDays(14)), Is.True, "it is to be marked");
        Assert.ThrowsAsync<RefusedException>(() => PassAsync("B", "B-06", DemoData.Town, Now.AddDays(15)), "after its last day");
        Assert.ThrowsAsync<RefusedException>(() => PassAsync("B", "B-06", DemoData.City, Now.AddDays(3)), "not theirs");
    }

    [TestCase("C", "C-04", "/sub-units")]
    [TestCase("E", "E-05", "/rollout")]
    public async Task C05_ACircularWithAWayOfItsOwn_LeadsThere(string circular, string key, string page)
    {
        world.Clock.SetTo(Now.AddYears(1));
        var refusal = Assert.ThrowsAsync<RefusedException>(() => PassAsync(circular, key, DemoData.Town, Now.AddYears(1)))!;
        Assert.That(refusal.Thai, Does.Contain($"ที่หน้า {page} "));
        Assert.That(await AskAsync(await world.ActorAsync(Officer), circular, key), Is.EqualTo("another-way"));
    }

    Task<bool> PassAsync(string circular, string key, string organisation, DateTimeOffset at) => world.Database.WriteAsync(
        transaction => ClosingTimes.RequireOpenAsync(transaction, circular, key, at, at, organisation));

    Task<string> AskAsync(Actor by, string circular = "B", string key = "B-06", string reason = "บรรจุใหม่หลังปิดรับ") =>
        CodeOfRefusalAsync(() => desk.AskAsync(circular, key, DemoData.Town, "เพิ่มผู้ใช้", reason, by));

    Task<string> DecideAsync(string id, Actor by, string reason = "เห็นควรอนุญาต") =>
        DecideAsync(id, by, new DateOnly(2023, 11, 20), reason);

    Task<string> DecideAsync(string id, Actor by, DateOnly? until, string reason = "เห็นควรอนุญาต") =>
        CodeOfRefusalAsync(() => desk.DecideAsync(id, LateAction.Granted, until, reason, by));
}
