using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The officer of an open request leaves the organisation (T33): frozen, and then another goes on, or nobody.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class OfficerChangedTests(Func<TestDatabase> open)
{
    [Test]
    public async Task T33_WhileTheDirectorWaits_TheRequestIsFrozen_TheExecutiveIsAsked_AndTheOldLinkSaysChanged()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        var old = await world.OpenTaskAsync(request, WorkTask.Decide);
        await LeavesAsync(world, "officer");
        Assert.That(Code(await world.DecidesAsync(request, "Approve")), Is.EqualTo("officer-left"), "not even before the clock has seen it");

        await world.Runtime.RunDueAsync();
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.OfficerLeft));
        Assert.That(await world.AnswerAsync(old, "director", "Approve", new { reason = "" }), Is.InstanceOf<StepResult.AlreadyDone>());
        Assert.That(await world.Database.FirstAsync<string>("select outcome from tasks where id = @Id", old), Is.EqualTo("OfficerLeft"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from mail_links where task_id = @Id and ended_at is null", old), Is.Zero);
        foreach (var person in (string[])["mayor", "clerk"])
            Assert.That((await world.MailsToAsync(person))[^1].Subject, Is.EqualTo("เจ้าหน้าที่พ้นจากหน่วยงาน โปรดตัดสินใจเรื่องคำขอ: BBL เทศบาลตำบลบ้านลองดู"));
        Assert.That(await world.Database.FirstAsync<string>(
            "select detail from audit where action = 'officer-left' and subject_id = @Id", request), Is.EqualTo("คำสั่งที่ ๕/๒๕๖๙"));
        Assert.That(await world.RightsAsync(DemoData.Tambon), Is.Empty);
    }

    [Test]
    public async Task T33_WhoIsBackBeforeTheClockLooks_GoesOnWithTheSameRequest()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        var stage = (await world.RequestAsync(request.Id)).Stage;
        await LeavesAsync(world, "officer");
        await world.BecomesAsync("officer", DemoData.Tambon, Role.Officer);
        await world.Runtime.RunDueAsync();
        var now = await world.RequestAsync(request.Id);
        Assert.That((now.OfficerLeftAt, now.Stage), Is.EqualTo(((DateTimeOffset?)null, stage)));
        Assert.That(await world.DecidesAsync(request, "Approve"), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task T33_Continue_IsTheSameRequest_WithANewProof_ANewLetter_AndANewDecision()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        await world.PassesAsync(TimeSpan.FromDays(2));
        await LeavesAsync(world, "officer");
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That(await ContinuesAsync(world, request, "officer2"), Is.InstanceOf<StepResult.Moved>());

        var now = await world.RequestAsync(request.Id);
        Assert.That((now.Reference, now.Seat, now.PersonId, now.Stage), Is.EqualTo((request.Reference, 1L, "officer2", RequestStage.WaitingProof)));
        await world.ProvesIdentityAsync(now);
        var task = await world.OpenTaskAsync(now, WorkTask.Letter);
        Assert.That(Code(await world.AnswerAsync(task, "clerk", "Reply", new { reply = "ใช้ฉบับเดิม" })), Is.EqualTo("letter-needed"), "the old letter names another");
        var letter = await world.Database.FirstAsync<string>("select id from letters");
        Assert.That(Code(await world.AttachesLetterAsync(now, "clerk", old => old with { LetterId = letter })), Is.EqualTo("name-in-letter"));
        await world.PassesAsync(TimeSpan.FromDays(1));
        await world.AttachesLetterAsync(now, "clerk");
        await world.ReviewsAsync(now, "Approve");
        await world.PassesAsync(TimeSpan.FromDays(1));
        await world.DecidesAsync(now, "Approve");
        Assert.That((await world.RightsAsync(DemoData.Tambon)).Single().PersonId, Is.EqualTo("officer2"));
        await Story.ShouldBeApprovedAsync(world, "officer-changed", DemoData.Tambon);
    }

    [Test]
    public async Task T33_Withdraw_NeedsAReason_AndFreesTheSeat()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        await LeavesAsync(world, "officer");
        await world.Runtime.RunDueAsync();
        var task = await world.OpenTaskAsync(request, WorkTask.ChangeOfficer);
        Assert.That(Code(await world.AnswerAsync(task, "mayor", ChangeOfficer.Withdraw, new { reason = " ", via = "page" })), Is.EqualTo("reason-needed"));
        Assert.That(Code(await world.AnswerAsync(task, "officer2", ChangeOfficer.Withdraw, new { reason = "x", via = "page" })), Is.EqualTo("not-yours"));
        await world.AnswerAsync(task, "mayor", ChangeOfficer.Withdraw, new { reason = "ไม่มีคนแทน", via = "page" });
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.Withdrawn));
        Assert.That((await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2")).Seat, Is.EqualTo(1));
    }

    [Test]
    public async Task T33_OnlyAnOwnOfficerWithoutRightOrRequest_TakesOver()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2");
        await LeavesAsync(world, "officer");
        await world.Runtime.RunDueAsync();
        Assert.That(Code(await ContinuesAsync(world, request, null)), Is.EqualTo("no-person"));
        Assert.That(Code(await ContinuesAsync(world, request, "city-officer")), Is.EqualTo("not-own-officer"));
        Assert.That(Code(await ContinuesAsync(world, request, "officer")), Is.EqualTo("not-own-officer"), "who left");
        Assert.That(Code(await ContinuesAsync(world, request, "officer2")), Is.EqualTo("person-has-request"));
    }

    [Test]
    public async Task T33_WhereverItWaits_ItIsFrozen_OnTheDay([Values("proof", "letter", "review", "sent-back")] string stage)
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        if (stage != "proof")
            await world.ProvesIdentityAsync(request);
        if (stage is "review" or "sent-back")
            await world.AttachesLetterAsync(request, "clerk");
        if (stage == "sent-back")
            await world.ReviewsAsync(request, "SendBack", points: ["เลขที่ไม่ตรง"]);
        await world.Departure.LeaveAsync("officer", DemoData.Tambon, world.Clock.GetUtcNow().AddHours(3), await world.ActorAsync("clerk"), "คำสั่งที่ ๕");
        await world.PassesAsync(TimeSpan.FromHours(2));
        Assert.That((await world.RequestAsync(request.Id)).OfficerLeftAt, Is.Null);
        await world.PassesAsync(TimeSpan.FromHours(5));
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.OfficerLeft));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'officer-left' and subject_id = @Id", request), Is.EqualTo(1));

        // Who takes over begins without the points that were sent back to another, and may leave too.
        await ContinuesAsync(world, request, "officer2");
        await world.ProvesIdentityAsync(await world.RequestAsync(request.Id));
        Assert.That((await world.OpenTaskAsync(request, WorkTask.Letter)).Points, Is.Null);
        await LeavesAsync(world, "officer2");
        await world.Runtime.RunDueAsync();
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.OfficerLeft));
    }

    [Test]
    public async Task T33_A06_WhileTheOldRightIsNotRevoked_TheSuccessorStillWaitsForIt()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("officer", DemoData.City, Role.Officer);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await world.Departure.LeaveAsync("city-officer2", DemoData.City, world.Clock.GetUtcNow(), await world.ActorAsync("city-mayor"), "คำสั่งที่ ๕/๒๕๖๙");
        await world.Runtime.RunDueAsync();
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.OfficerLeft));
        Assert.That(Code(await ContinuesAsync(world, request, "city-officer", "city-mayor")), Is.EqualTo("has-one"), "the holder to be replaced");
        await ContinuesAsync(world, request, "officer", "city-mayor");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WaitingRevoke));
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-mayor", "Revoke", new { reason = "ย้าย" });
        await world.GrantsAsync(await world.RequestAsync(request.Id), "city-clerk");
        Assert.That((await world.RightsAsync(DemoData.City)).Single(right => right.ValidTo is null).PersonId, Is.EqualTo("officer"));
    }

    [Test]
    public async Task T33_AMembershipThatSimplyEnds_IsMetByTheNextStep()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.ReadyForReviewAsync();
        await world.EndsAsync("officer");
        // The reviewer's approval is refused; sending back leads to a step that nobody could do.
        await world.ReviewsAsync(request, "SendBack", points: ["เลขที่ไม่ตรง"]);
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.OfficerLeft));
    }

    static async Task LeavesAsync(World world, string person) => await world.Departure.LeaveAsync(
        person, DemoData.Tambon, world.Clock.GetUtcNow(), await world.ActorAsync("mayor"), "คำสั่งที่ ๕/๒๕๖๙");

    static async Task<StepResult> ContinuesAsync(World world, Request request, string? person, string by = "mayor") => await world.AnswerAsync(
        await world.OpenTaskAsync(request, WorkTask.ChangeOfficer), by, ChangeOfficer.Continue, new { reason = "", via = "page", personId = person });

    static string? Code(StepResult result) => (result as StepResult.Refused)?.Reason.Code;
}
