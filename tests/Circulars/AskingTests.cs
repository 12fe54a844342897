using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>What may be asked for, by whom, from when: coverage, systems, opening, seats .</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class AskingTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A02_T01_TambonAdministration_IsRefusedWithTheClause_AndNothingIsLeftBehind()
    {
        await using var world = await World.OnAsync(open);
        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("tao-officer", DemoData.Tao, RequestKind.New, "tao-officer"))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-02"));
        Assert.That(refusal.Thai, Does.Contain("หน่วยรับงบประมาณ (องค์การบริหารส่วนจังหวัด และเทศบาล)"));
        Assert.That(await world.Database.FirstAsync<long>(
            "select (select count(*) from requests) + (select count(*) from instances) + (select count(*) from tasks)"), Is.Zero);
    }

    [Test]
    public async Task A03_T02_AnotherSystem_IsRefused([Values("e-Budgeting", "BB EvMIS")] string system)
    {
        await using var world = await World.OnAsync(open);
        var refusal = Assert.ThrowsAsync<RefusedException>(
            () => world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1", system: system))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-03"));
        Assert.That(refusal.Thai, Does.Contain("เฉพาะระบบ BBL เท่านั้น"));
    }

    [Test]
    public async Task A08_T06_T07_TwoSeats_EachWithItsOwnCase_AndAThirdIsRefused()
    {
        await using var world = await World.OnAsync(open);
        var first = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        var second = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2");
        Assert.That((first.Seat, second.Seat), Is.EqualTo((1L, 2L)));

        await world.ProvesIdentityAsync(first);
        await world.AttachesLetterAsync(first, "clerk");
        await world.ReviewsAsync(first, "Approve");
        await world.DecidesAsync(first, "Approve");
        Assert.That((await world.RightsAsync(DemoData.Tambon)).Select(right => right.Seat), Is.EqualTo(new[] { 1L }), "seat 1 is granted while seat 2 is empty (T06)");

        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("full-clerk", DemoData.FullTambon, RequestKind.New, "full-officer3"))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-08"), "T07");
        Assert.That(refusal.Thai, Does.Contain("เปลี่ยนตัวเจ้าหน้าที่"));
    }

    [Test]
    public async Task A09_T09_BeforeTheOpening_IsRefusedWithTheDate_AndAllowedFromMidnight()
    {
        await using var world = await World.OnAsync(open, BeforeTheOpening);
        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer"))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-09"));
        Assert.That(refusal.Thai, Does.Contain("6 พฤศจิกายน 2566"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer")).Stage, Is.EqualTo(RequestStage.WaitingProof));
    }

    [Test]
    public async Task T09_ADraftIsSavedBeforeTheOpening_ChangedByAColleague_AndSentAtMidnight()
    {
        await using var world = await World.OnAsync(open, BeforeTheOpening);
        var form = new RequestForm("draft-1", "BBL", RequestKind.New, DemoData.Tambon, null, null, "");
        await world.Drafts.SaveAsync(form, await world.ActorAsync("officer"));
        await world.Drafts.SaveAsync(form with { PersonId = "officer", Note = "แทนคนเดิม" }, await world.ActorAsync("clerk"));
        var draft = (await world.Drafts.OfAsync(await world.ActorAsync("mayor"))).Single();
        Assert.That((draft.PersonId, draft.Note, draft.SavedBy), Is.EqualTo(("officer", "แทนคนเดิม", "clerk")));
        Assert.That((await RefusalAsync(world, "draft-1", "officer")).Code, Is.EqualTo("not-open"));
        Assert.That(await world.Database.FirstAsync<long>("select (select count(*) from requests) + (select count(*) from instances)"), Is.Zero);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var filed = await world.Drafts.SendAsync("draft-1", await world.ActorAsync("officer"));
        Assert.That((await world.RequestAsync(filed.RequestId)).Stage, Is.EqualTo(RequestStage.WaitingProof));
        Assert.That(await world.Drafts.OfAsync(await world.ActorAsync("officer")), Is.Empty);
        Assert.That(Assert.ThrowsAsync<RefusedException>(async () => await world.Drafts.SaveAsync(form, await world.ActorAsync("officer")))!.Code,
            Is.EqualTo("draft-sent"), "an old tab");
    }

    [Test]
    public async Task T09_ADraft_BelongsToItsOrganisation_AndIsDeletedByIt()
    {
        await using var world = await World.OnAsync(open, BeforeTheOpening);
        var form = new RequestForm("draft-1", "BBL", RequestKind.New, DemoData.Tambon, "officer", null, "");
        await world.Drafts.SaveAsync(form, await world.ActorAsync("officer"));
        Assert.That((await RefusalAsync(world, "draft-1", "city-clerk")).Code, Is.EqualTo("no-such-draft"));
        Assert.ThrowsAsync<RefusedException>(async () => await world.Drafts.DeleteAsync("draft-1", await world.ActorAsync("city-clerk")));
        Assert.ThrowsAsync<RefusedException>(async () => await world.Drafts.SaveAsync(form, await world.ActorAsync("city-clerk")));
        Assert.ThrowsAsync<RefusedException>(async () => await world.Drafts.SaveAsync(
            form with { OrganisationCode = DemoData.City }, await world.ActorAsync("city-clerk")), "nobody overwrites another's by its key");
        Assert.That(await world.Drafts.OfAsync(await world.ActorAsync("city-clerk")), Is.Empty);
        await world.Drafts.DeleteAsync("draft-1", await world.ActorAsync("clerk"));
        Assert.That(await world.Drafts.OfAsync(await world.ActorAsync("officer")), Is.Empty);
    }

    [Test]
    public async Task T67_TheSameFormTwice_IsOneRequest()
    {
        await using var world = await World.OnAsync(open);
        var first = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer", formKey: "one-form");
        var again = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer", formKey: "one-form");
        Assert.That(again.Id, Is.EqualTo(first.Id));
    }

    static readonly DateTimeOffset BeforeTheOpening = new(2023, 11, 5, 23, 59, 0, TimeSpan.FromHours(7));

    static async Task<RefusedException> RefusalAsync(World world, string draft, string by)
    {
        var actor = await world.ActorAsync(by);
        return Assert.ThrowsAsync<RefusedException>(() => world.Drafts.SendAsync(draft, actor))!;
    }
}
