using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular A, rule by rule: who may ask, in which branch, and what comes of it.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class BblAccessTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A02_TambonAdministration_IsRefusedWithTheClause_AndNothingIsLeftBehind()
    {
        await using var world = await World.OnAsync(open);
        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("tao-officer", DemoData.Tao, RequestKind.New, "tao-officer"))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-02"));
        Assert.That(refusal.Thai, Does.Contain("หน่วยรับงบประมาณ (องค์การบริหารส่วนจังหวัด และเทศบาล)"));
        Assert.That(await world.Database.FirstAsync<long>(
            "select (select count(*) from requests) + (select count(*) from instances) + (select count(*) from tasks)"), Is.Zero);
    }

    [Test]
    public async Task A03_AnotherSystem_IsRefused([Values("e-Budgeting", "BB EvMIS")] string system)
    {
        await using var world = await World.OnAsync(open);
        var refusal = Assert.ThrowsAsync<RefusedException>(
            () => world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1", system: system))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-03"));
        Assert.That(refusal.Thai, Does.Contain("เฉพาะระบบ BBL เท่านั้น"));
    }

    [Test]
    public async Task A04_SameOfficer_KeepsAccessWithoutBreak_AndIsAskedForNoLetter()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1");
        await world.ProvesIdentityAsync(request);

        var right = (await world.RightsAsync(DemoData.City)).Single();
        Assert.That(right.ValidTo, Is.Null);
        Assert.That(right.ValidFrom, Is.LessThan(world.Clock.GetUtcNow()), "the interval was never interrupted");
        Assert.That(right.ReviewOn, Is.EqualTo(new DateOnly(2027, 3, 2)));
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.Confirmed));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from tasks where kind in ('letter', 'review', 'decide')"), Is.Zero);
    }

    [Test]
    public async Task A04_TambonMunicipality_HasNoSameOfficerBranch()
    {
        await using var world = await World.OnAsync(open);
        var refusal = Assert.ThrowsAsync<RefusedException>(
            () => world.FileAsync("full-officer", DemoData.FullTambon, RequestKind.Confirm, oldRight: "full-1"))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-04"));
    }

    [Test]
    public async Task A06_Replacement_IsHeldUntilTheOldRightIsRevoked_AndTheGapIsMeasured()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WaitingRevoke));

        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-mayor", "Revoke", new { reason = "ย้ายตำแหน่ง" });
        await world.PassesAsync(TimeSpan.FromHours(5));
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "city-clerk");
        await world.ReviewsAsync(request, "Approve");
        await world.DecidesAsync(request, "Approve");

        var rights = await world.RightsAsync(DemoData.City);
        Assert.That(rights.Select(right => (right.PersonId, right.ValidTo is null)),
            Is.EquivalentTo(new[] { ("city-officer", false), ("city-officer2", true) }));
        var gap = await world.Database.FirstAsync<Gap>("select began_at, ended_at from access_gaps");
        Assert.That(gap!.EndedAt - gap.BeganAt, Is.EqualTo(TimeSpan.FromHours(5)));
    }

    [Test]
    public async Task A06_T04_WhileTheOldRightIsOpen_NoPathGrants()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        // Every answer to every bookmark, by everybody: nothing but the two that may revoke moves it.
        foreach (var person in DemoData.People.Where(person => person.Account is not ("city-mayor" or "city-clerk")))
            foreach (var answer in (string[])["Revoke", "Keep", "Prove", "Approve", "Attach"])
                Assert.That(
                    await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), person.Account, answer, new { reason = "" }),
                    Is.InstanceOf<StepResult.Refused>(), $"{person.Account} {answer}");
        Assert.ThrowsAsync(Is.InstanceOf<System.Data.Common.DbException>(), () => world.Database.WriteAsync(async t => await t.ExecuteAsync(
            """
            insert into rights (id, system, organisation_code, seat, person_id, valid_from, confirmed_at)
            values ('by-hand', 'BBL', @City, 1, 'city-officer2', @now, @now)
            """, new { DemoData.City, now = world.Clock.GetUtcNow() })), "the store itself refuses a second open right on a seat");
    }

    [Test]
    public async Task A06_WhenTheRightIsRevokedElsewhere_TheReplacementGoesOnByItself()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await world.Revocation.RevokeAsync("city-1", "ลาออก", await world.ActorAsync("city-mayor"));
        await world.Runtime.RunDueAsync();
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WaitingProof));
    }

    [Test]
    public async Task A06_Keep_EndsTheRequest_AndTheOldRightGoesOn()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-mayor", "Keep", new { reason = "เปลี่ยนใจ" });
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.Kept));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.Null);
    }

    [Test]
    public async Task A06_T05_RevokedThenRejected_ShowsNobody_RaisesTheAlarmAfterThreeWorkingDays_AndRestoresNothingSilently()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-mayor", "Revoke", new { reason = "ย้าย" });
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "city-clerk");
        await world.ReviewsAsync(request, "Approve");
        await world.DecidesAsync(request, "Reject", "ลงนามไม่ตรง");
        Assert.That((await world.RightsAsync(DemoData.City)).Count(right => right.ValidTo is null), Is.Zero);

        // Tuesday 3 March 2026 is Makha Bucha: three working days from Monday are Wednesday, Thursday and Friday.
        await world.PassesAsync(TimeSpan.FromDays(4));
        Assert.That((await world.MailsToAsync("city-mayor")).Count(mail => mail.Subject.Contains("ที่นั่งว่าง")), Is.Zero);
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That((await world.MailsToAsync("city-mayor")).Count(mail => mail.Subject.Contains("ที่นั่งว่าง")), Is.EqualTo(1));
        Assert.That((await world.RightsAsync(DemoData.City)).Count(right => right.ValidTo is null), Is.Zero);
    }

    [Test]
    public async Task A08_TwoSeats_EachWithItsOwnCase_AndAThirdIsRefused()
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
    public async Task A09_T09_BeforeTheOpening_IsRefusedWithTheDate_AndAllowedFromMidnight()
    {
        await using var world = await World.OnAsync(open, new DateTimeOffset(2023, 11, 5, 23, 59, 0, TimeSpan.FromHours(7)));
        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer"))!;
        Assert.That(refusal.Rule, Is.EqualTo("A-09"));
        Assert.That(refusal.Thai, Does.Contain("6 พฤศจิกายน 2566"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer")).Stage, Is.EqualTo(RequestStage.WaitingProof));
    }

    [Test]
    public async Task A11_OnlyTheOrganisationsOwnExecutiveOrClerk_Revokes()
    {
        await using var world = await World.OnAsync(open);
        foreach (var stranger in (string[])["mayor", "director", "city-officer", "coordinator"])
            Assert.ThrowsAsync<RefusedException>(async () => await world.Revocation.RevokeAsync("city-1", "x", await world.ActorAsync(stranger)));
        await world.Revocation.RevokeAsync("city-1", "ลาออก", await world.ActorAsync("city-clerk"));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.Not.Null);
    }

    [Test]
    public async Task A12_TheWelcomeMail_PointsToELearning_AndNamesTheNextReview()
    {
        await using var world = await World.OnAsync(open);
        await GrantAsync(world);
        var mail = (await world.MailsToAsync("officer"))[^1];
        Assert.That(mail.Subject, Is.EqualTo("ได้รับสิทธิแล้ว: BBL เทศบาลตำบลบ้านลองดู"));
        Assert.That(mail.Text, Does.Contain("e-Learning").And.Contain("วันอังคารที่ 2 มีนาคม 2570"));
    }

    [Test]
    public async Task T67_TheSameFormTwice_IsOneRequest()
    {
        await using var world = await World.OnAsync(open);
        var first = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer", formKey: "one-form");
        var again = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer", formKey: "one-form");
        Assert.That(again.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task SendingBack_NeedsPoints_AndComesBackToTheSameReviewerQueue()
    {
        await using var world = await World.OnAsync(open);
        var request = await ReadyForReviewAsync(world);
        Assert.That(await world.ReviewsAsync(request, "SendBack"), Is.InstanceOf<StepResult.Refused>());
        await world.ReviewsAsync(request, "SendBack", "ดูข้อแก้ไข", points: ["เลขที่หนังสือไม่ตรง", "ลายมือชื่อไม่ชัด"]);
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.SentBack));
        Assert.That((await world.MailsToAsync("clerk"))[^1].Text, Does.Contain("๑: เลขที่หนังสือไม่ตรง").And.Contain("๒: ลายมือชื่อไม่ชัด"));
        await world.AttachesLetterAsync(request, "clerk", letter => letter with { Reply = "แก้แล้ว" });
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.InReview));
    }

    [Test]
    public async Task A07_ALetterToTheWrongAddressee_IsRefusedWithBothNames()
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
        Assert.That(await world.AttachesLetterAsync(request, "clerk", letter => letter with { NamesInLetter = "นายสมชาย ทองดี" }), Is.InstanceOf<StepResult.Refused>());
        Assert.That(await world.AttachesLetterAsync(request, "clerk", letter => letter with { NamesInLetter = "น.ส. มาลี   ใจงาม" }), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task TheDirector_NeedsTheOneTimeCode_AndNobodyElseDecides()
    {
        await using var world = await World.OnAsync(open);
        var request = await ReadyForReviewAsync(world);
        await world.ReviewsAsync(request, "Approve");
        var task = await world.OpenTaskAsync(request, WorkTask.Decide);
        Assert.That(await world.AnswerAsync(task, "director", "Approve", new { reason = "" }), Is.InstanceOf<StepResult.Refused>(), "no code");
        Assert.That(await world.AnswerAsync(task, "reviewer", "Approve", new { reason = "" }), Is.InstanceOf<StepResult.Refused>(), "not the Director");
        Assert.That(await world.DecidesAsync(request, "Reject"), Is.InstanceOf<StepResult.Refused>(), "a rejection needs a reason");
        Assert.That(await world.DecidesAsync(request, "Approve"), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await world.AnswerAsync(task, "director", "Reject", new { reason = "ช้าไป" }), Is.InstanceOf<StepResult.AlreadyDone>(), "T48");
    }

    [Test]
    public async Task TheOneTimeCode_DiesAfterFiveWrongTries_AndAfterTenMinutes()
    {
        await using var world = await World.OnAsync(open);
        var request = await ReadyForReviewAsync(world);
        await world.ReviewsAsync(request, "Approve");
        var task = await world.OpenTaskAsync(request, WorkTask.Decide);
        var director = (await world.ActorAsync("director")).Person;
        await world.StepUp.SendAsync(task.Id, director);
        var code = await world.LatestCodeAsync("director");
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            Assert.ThrowsAsync<RefusedException>(() => world.StepUp.UseAsync(task.Id, "director", wrong));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.StepUp.UseAsync(task.Id, "director", code))!.Code, Is.EqualTo("code-locked"));

        await world.StepUp.SendAsync(task.Id, director);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var late = await world.LatestCodeAsync("director");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.StepUp.UseAsync(task.Id, "director", late))!.Code, Is.EqualTo("code-expired"));
    }

    [Test]
    public async Task Withdrawing_EndsTheCase_ItsTasksAndItsLinks()
    {
        await using var world = await World.OnAsync(open);
        var request = await ReadyForReviewAsync(world);
        Assert.ThrowsAsync<RefusedException>(async () => await world.Withdrawal.WithdrawAsync(request.Id, "x", await world.ActorAsync("city-clerk")));
        await world.Withdrawal.WithdrawAsync(request.Id, "ยื่นผิดคน", await world.ActorAsync("clerk"));
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.Withdrawn));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from tasks where closed_at is null"), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from mail_links where ended_at is null"), Is.Zero);
        Assert.That((await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer")).Seat, Is.EqualTo(1), "the seat is free again");
    }

    [Test]
    public async Task A_replacement_from_request_to_grant_reads_as_the_circular_says()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await world.PassesAsync(TimeSpan.FromDays(3));
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-mayor", "Revoke", new { reason = "ย้ายตำแหน่ง" });
        await world.PassesAsync(TimeSpan.FromDays(1));
        await world.ProvesIdentityAsync(request);
        await world.PassesAsync(TimeSpan.FromDays(3));
        await world.AttachesLetterAsync(request, "city-clerk");
        await world.PassesAsync(TimeSpan.FromDays(1));
        await world.ReviewsAsync(request, "SendBack", "ดูข้อแก้ไข", points: ["ลายมือชื่อไม่ชัด"]);
        await world.PassesAsync(TimeSpan.FromDays(1));
        await world.AttachesLetterAsync(request, "city-clerk", letter => letter with { Reply = "สแกนใหม่แล้ว" });
        await world.ReviewsAsync(request, "Approve");
        await world.PassesAsync(TimeSpan.FromDays(2));
        await world.DecidesAsync(request, "Approve", "เห็นชอบ");
        await Story.ShouldBeApprovedAsync(world, "replacement", DemoData.City);
    }

    static async Task<Request> ReadyForReviewAsync(World world)
    {
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk");
        return request;
    }

    static async Task<Request> GrantAsync(World world)
    {
        var request = await ReadyForReviewAsync(world);
        await world.ReviewsAsync(request, "Approve");
        await world.DecidesAsync(request, "Approve");
        return request;
    }

    sealed class Gap
    {
        public DateTimeOffset BeganAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }
}
