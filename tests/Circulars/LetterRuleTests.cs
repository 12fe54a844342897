using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>What the signed letter must say before it is taken, and the ways past it.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class LetterRuleTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A08_OneLetterForBothOfficers_MayBeUsedTwice()
    {
        await using var world = await World.OnAsync(open);
        var first = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        var second = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2");
        await world.ProvesIdentityAsync(first);
        await world.ProvesIdentityAsync(second);
        await world.AttachesLetterAsync(first, "clerk", letter => letter with { NamesInLetter = "นางสาวมาลี ใจงาม และนายสมชาย ทองดี" });
        var letterId = await world.Database.FirstAsync<string>("select id from letters");
        await world.AttachesLetterAsync(second, "clerk", letter => letter with { LetterId = letterId });
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from letters"), Is.EqualTo(1));
        Assert.That((await world.RequestAsync(second.Id)).Stage, Is.EqualTo(RequestStage.InReview));
    }

    [Test]
    public async Task A07_T56_T57_ALetterToTheWrongAddressee_IsRefusedWithBothNames()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        var refused = (StepResult.Refused)await world.AttachesLetterAsync(request, "clerk", letter => letter with { Addressee = "ผู้ว่าราชการจังหวัด" });
        Assert.That(refused.Reason.Thai, Does.Contain("ผู้อำนวยการสำนักงบประมาณ").And.Contain("ผู้ว่าราชการจังหวัด"), "T56");
        var known = await world.AttachesLetterAsync(request, "clerk", letter => letter with { Addressee = "ผู้อำนวยการสำนักงานประมาณ" });
        Assert.That(known, Is.InstanceOf<StepResult.Moved>(), "T57: a known misreading is left to a person");
    }

    [Test]
    public async Task T56_ScanUnreadable_IsTheOnlyWayPast_AndForcesTheReviewerToReadIt_OnRecord()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk", letter => letter with { Addressee = "ผู้??ยการสำนักงบ", ScanUnreadable = true });
        var unread = (StepResult.Refused)await world.ReviewsAsync(request, "Approve");
        Assert.That((unread.Reason.Code, unread.Reason.Rule), Is.EqualTo(("addressee-unread", "A-07")));
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.Review), "reviewer2", "Approve", new DecisionAnswer("อ่านแล้ว", AddresseeRead: true));
        Assert.That(await world.DecidesAsync(request, "Approve"), Is.InstanceOf<StepResult.Moved>(), "it was read; the Director need not read it again");
        Assert.That(await world.Database.FirstAsync<string>("select addressee_read_by from letters"), Is.EqualTo("reviewer2"));
        Assert.That(await world.Database.FirstAsync<string>("select by_person from audit where action = 'addressee-read' and subject_id = @Id", request), Is.EqualTo("reviewer2"));
        Assert.That(await world.Database.FirstAsync<string>("select detail from audit where action = 'letter-attached'"), Does.Contain("scan unreadable").And.Contain("ผู้??ยการสำนักงบ"));
    }

    [Test]
    public async Task T56_SendingBack_NeedsNoReading_AndARightAddresseeIsNoOverride()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk", letter => letter with { Addressee = "?", ScanUnreadable = true });
        await world.ReviewsAsync(request, "SendBack", points: ["สแกนใหม่ให้ชัด"]);
        await world.AttachesLetterAsync(request, "clerk", letter => letter with { ScanUnreadable = true });
        Assert.That(await world.Database.QueryAsync<long>("select scan_unreadable from letters order by uploaded_at, id"), Is.EquivalentTo(new[] { 1L, 0L }));
        Assert.That(await world.ReviewsAsync(request, "Approve"), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task A07_T38_WhoSignsForAnother_NeedsAnOrderNumber()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        Assert.That(await world.AttachesLetterAsync(request, "clerk", letter => letter with { SignerCapacity = Capacity.Acting }), Is.InstanceOf<StepResult.Refused>());
        Assert.That(await world.AttachesLetterAsync(request, "clerk",
            letter => letter with { SignerCapacity = Capacity.Acting, SignerOrder = "คำสั่งที่ ๑๒/๒๕๖๙" }), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task T63_ALetterThatNamesSomebodyElse_IsStopped()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        var refused = (StepResult.Refused)await world.AttachesLetterAsync(request, "clerk", letter => letter with { NamesInLetter = "นายสมชาย ทองดี\nนางสาวมาลี ใจงม" });
        var difference = (NameDifference)refused.Reason.Details[NameDifference.Detail]!;
        Assert.That((difference.Found, difference.Required), Is.EqualTo(("มาลี ใจงม", "มาลี ใจงาม")), "the nearest name is compared");
        Assert.That(difference.Differing, Is.EqualTo(new[] { (7, new NameSign(null, "า")) }));
        Assert.That(await world.AttachesLetterAsync(request, "clerk", letter => letter with { NamesInLetter = "น.ส. มาลี   ใจงาม" }), Is.InstanceOf<StepResult.Moved>());
    }
}
