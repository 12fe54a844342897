using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>People come and go while circular A's cases wait: leavers, deputies, two offices in one person.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class PeopleChangeTests(Func<TestDatabase> open)
{
    [Test]
    public async Task T34_ALeaver_LosesAccessAtThatInstant_TheGapIsMeasured_AndThreeAreToldTheSameDay()
    {
        await using var world = await World.OnAsync(open);
        var leaves = world.Clock.GetUtcNow().AddDays(2);
        Assert.That(await world.Departure.LeaveAsync("city-officer", DemoData.City, leaves, await world.ActorAsync("city-mayor"), "คำสั่งที่ ๙/๒๕๖๙"), Is.Zero);
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.Null, "the day has not come");
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.EqualTo(leaves));
        foreach (var person in (string[])["city-mayor", "city-clerk", "coordinator"])
            Assert.That((await world.MailsToAsync(person)).Count(mail => mail.Subject.StartsWith("เจ้าหน้าที่พ้นจากหน่วยงาน", StringComparison.Ordinal)), Is.EqualTo(1), person);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from access_gaps where old_right_id = 'city-1' and ended_at is null and alarm_at is not null"), Is.EqualTo(1));
        await world.PassesAsync(TimeSpan.FromDays(40));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from reviews where right_id = 'city-1'"), Is.Zero, "T90: nobody asks a leaver");
        Assert.That((await world.MailsToAsync("city-officer")), Is.Empty);
    }

    [Test]
    public async Task T35_WhenBothOfficersLeaveOnOneDay_TheAgencyIsToldToo_AtOnce()
    {
        await using var world = await World.OnAsync(open);
        await LeavesAsync("full-officer");
        Assert.That(await EmptyMailsAsync("coordinator"), Is.Zero, "one is left");
        await LeavesAsync("full-officer2");
        Assert.That((await world.RightsAsync(DemoData.FullTambon)).Count(right => right.ValidTo is null), Is.Zero);
        foreach (var person in (string[])["full-clerk", "coordinator", "reviewer", "reviewer2"])
            Assert.That(await EmptyMailsAsync(person), Is.EqualTo(1), person);
        Assert.That((await world.MailsToAsync("coordinator"))[^1].Text, Does.Contain("เสียผู้ถือสิทธิ ๒ คน"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'organisation-empty' and organisation_code = @FullTambon",
            new { DemoData.FullTambon }), Is.EqualTo(1));

        async Task LeavesAsync(string person) => await world.Departure.LeaveAsync(
            person, DemoData.FullTambon, world.Clock.GetUtcNow(), await world.ActorAsync("full-clerk"), "คำสั่งที่ ๓");
        async Task<int> EmptyMailsAsync(string person) => (await world.MailsToAsync(person)).Count(mail => mail.Subject.StartsWith("ด่วน: ไม่มีผู้ถือสิทธิ", StringComparison.Ordinal));
    }

    [Test]
    public async Task T34_T35_TheSecondWhoLeavesOnAnotherDay_IsAnAlarmOfTheFirstLevel()
    {
        await using var world = await World.OnAsync(open);
        await world.Departure.LeaveAsync("full-officer", DemoData.FullTambon, world.Clock.GetUtcNow(), await world.ActorAsync("full-clerk"), "คำสั่งที่ ๓");
        await world.Departure.LeaveAsync(
            "full-officer2", DemoData.FullTambon, world.Clock.GetUtcNow().AddHours(20), await world.ActorAsync("full-clerk"), "คำสั่งที่ ๔");
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That((await world.RightsAsync(DemoData.FullTambon)).Count(right => right.ValidTo is null), Is.Zero);
        Assert.That((await world.MailsToAsync("reviewer")), Is.Empty);
        Assert.That((await world.MailsToAsync("coordinator")).Count, Is.EqualTo(2), "each leaver is told of");
    }

    [Test]
    public async Task T90_AReviewUnderWay_ClosesItself_WhenTheHolderLeaves()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(TimeSpan.FromDays(31));
        var mailsBefore = (await world.MailsToAsync("city-officer")).Count;
        await world.Departure.LeaveAsync("city-officer", DemoData.City, world.Clock.GetUtcNow(), await world.ActorAsync("city-clerk"), "ลาออก");
        await world.PassesAsync(TimeSpan.FromDays(40));
        Assert.That(await world.Database.FirstAsync<string>("select outcome from reviews where right_id = 'city-1'"), Is.EqualTo("ended"));
        Assert.That(await world.MailsToAsync("city-officer"), Has.Count.EqualTo(mailsBefore));
    }

    [Test]
    public async Task T39_T40_TwoOrganisations_AreTwoRightsAndTwoReviews_AndLeavingOneLeavesTheOther()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("city-officer", DemoData.Tambon, Role.Officer);
        var request = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "city-officer");
        await world.GrantsAsync(request, "clerk");
        await world.PassesAsync(TimeSpan.FromDays(370));
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from reviews v join rights r on r.id = v.right_id where r.organisation_code = @Tambon", new { DemoData.Tambon }), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from reviews v join rights r on r.id = v.right_id where r.organisation_code = @City", new { DemoData.City }), Is.GreaterThan(0));

        await world.Departure.LeaveAsync("city-officer", DemoData.City, world.Clock.GetUtcNow(), await world.ActorAsync("city-mayor"), "โอนย้าย");
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.Not.Null);
        Assert.That((await world.RightsAsync(DemoData.Tambon)).Single().ValidTo, Is.Null);
    }

    [Test]
    public async Task T39_WhoMoved_IsToldToTheExecutiveTheyMovedTo_Once_AndNothingIsGrantedThere([Values] bool arrivesFirst)
    {
        await using var world = await World.OnAsync(open);
        var now = world.Clock.GetUtcNow();
        if (arrivesFirst)
            await world.BecomesAsync("city-officer", DemoData.Tambon, Role.Officer);
        await world.Departure.LeaveAsync("city-officer", DemoData.City, now, await world.ActorAsync("city-mayor"), "โอนย้าย");
        if (!arrivesFirst)
            await world.BecomesAsync("city-officer", DemoData.Tambon, Role.Officer);
        for (var time = 0; time < 2; time++)
            await world.Database.WriteAsync(transaction =>
                NewWorkplace.TellOfArrivalAsync(transaction, world.Tools, "city-officer", DemoData.Tambon, now));
        var told = (await world.MailsToAsync("mayor")).Where(
            mail => mail.Subject.StartsWith("เจ้าหน้าที่ย้ายมาหน่วยงานท่าน", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0].Text, Does.Contain("ไม่ให้สิทธิใดในหน่วยงานท่านโดยอัตโนมัติ").And.Contain("BBL"));
        Assert.That(await world.RightsAsync(DemoData.Tambon), Is.Empty);
    }

    [Test]
    public async Task OnlyTheOrganisationsOwn_SayThatSomebodyLeft_AndOnAnOrder()
    {
        await using var world = await World.OnAsync(open);
        var now = world.Clock.GetUtcNow();
        Assert.ThrowsAsync<RefusedException>(async () => await world.Departure.LeaveAsync("city-officer", DemoData.City, now, await world.ActorAsync("mayor"), "x"));
        Assert.ThrowsAsync<RefusedException>(async () => await world.Departure.LeaveAsync("city-officer", DemoData.City, now, await world.ActorAsync("city-clerk"), " "));
        Assert.ThrowsAsync<RefusedException>(async () => await world.Departure.LeaveAsync("officer", DemoData.City, now, await world.ActorAsync("city-clerk"), "x"));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.Null);
    }

    [Test]
    public async Task T36_TheDeputy_DecidesWhileTheOrderHolds_AndNotAMomentLonger()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        var other = await world.WithDirectorAsync("officer2");
        var from = world.Clock.GetUtcNow().AddDays(1);
        await world.Deputies.AppointAsync(
            new DeputyOrder("reviewer2", DemoData.Bureau, Role.Director, Capacity.Acting, "คำสั่งที่ ๗/๒๕๖๙", from, from.AddDays(4)), await world.ActorAsync("director"));
        Assert.That(await world.DecidesAsync(request, "Approve", by: "reviewer2"), Is.InstanceOf<StepResult.Refused>(), "not before it begins");
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That(await world.DecidesAsync(request, "Approve", by: "reviewer2"), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await world.Database.FirstAsync<string>(
            "select capacity || ' ' || order_number from decisions where stage = 'decide'"), Is.EqualTo("acting คำสั่งที่ ๗/๒๕๖๙"));
        var code = await world.StepsUpAsync(await world.OpenTaskAsync(other, WorkTask.Decide), "reviewer2");
        world.Clock.SetTo(from.AddDays(4));
        Assert.That(await world.AnswerAsync(await world.OpenTaskAsync(other, WorkTask.Decide), "reviewer2", "Approve", new { reason = "", stepUpId = code }),
            Is.InstanceOf<StepResult.Refused>(), "an open page refuses at the very end");
    }

    [Test]
    public async Task T36_TheDeputyIsToldWhatWaits_AndTheDirectorGetsOneDigestInTheEnd()
    {
        await using var world = await World.OnAsync(open);
        var waiting = await world.WithDirectorAsync();
        var from = world.Clock.GetUtcNow().AddHours(1);
        await world.Deputies.AppointAsync(
            new DeputyOrder("reviewer2", DemoData.Bureau, Role.Director, Capacity.Acting, "คำสั่งที่ ๗/๒๕๖๙", from, from.AddHours(14)), await world.ActorAsync("director"));
        await world.PassesAsync(TimeSpan.FromHours(1));
        var begun = (await world.MailsToAsync("reviewer2"))[^1];
        Assert.That(begun.Subject, Is.EqualTo("ท่านรักษาราชการแทน: ผู้อำนวยการ สำนักงบประมาณ"));
        Assert.That(begun.Text, Does.Contain("มี 1 เรื่องรออยู่"));

        var fresh = await world.WithDirectorAsync("officer2");
        Assert.That((await world.MailsToAsync("reviewer2"))[^1].Subject, Does.StartWith("โปรดพิจารณา"), "what comes new is asked of the deputy too");
        await world.DecidesAsync(waiting, "Approve", by: "reviewer2");
        await world.DecidesAsync(fresh, "Reject", "ลงนามไม่ตรง", by: "reviewer2");
        Assert.That((await world.MailsToAsync("officer"))[^1].Text, Does.Contain("ผู้อนุมัติ: นายชาญชัย ละเอียด รักษาราชการแทน ตามคำสั่งที่ ๗/๒๕๖๙"));

        await world.PassesAsync(TimeSpan.FromDays(5));
        var digests = (await world.MailsToAsync("director")).Where(mail => mail.Subject.StartsWith("สรุปเรื่อง", StringComparison.Ordinal)).ToList();
        Assert.That(digests, Has.Count.EqualTo(1));
        Assert.That(digests[0].Text, Does.Contain(waiting.Reference).And.Contain(fresh.Reference).And.Contain("(ลงนามไม่ตรง)").And.Contain("คำสั่งที่ ๗/๒๕๖๙"));
        Assert.That(await world.Database.FirstAsync<DateTimeOffset>("select send_at from case_mails where template = 'deputy-ended'"),
            Is.EqualTo(new DateTimeOffset(2026, 3, 4, 8, 30, 0, TimeSpan.FromHours(7))), "the order ends at midnight before a holiday; office hours begin after it");
    }

    [Test]
    public async Task T37_ADeputy_CannotAppointADeputy()
    {
        await using var world = await World.OnAsync(open);
        var now = world.Clock.GetUtcNow();
        var order = new DeputyOrder("reviewer", DemoData.Bureau, Role.Director, Capacity.Acting, "คำสั่งที่ ๗", now, now.AddDays(4));
        await world.Deputies.AppointAsync(order, await world.ActorAsync("director"));
        Assert.That((await Refusal(world, order with { PersonId = "reviewer2" }, "reviewer")).Code, Is.EqualTo("one-level"));
        Assert.That((await Refusal(world, order with { OrderNumber = " " }, "director")).Code, Is.EqualTo("order-needed"));
        Assert.That((await Refusal(world, order with { Until = now }, "director")).Code, Is.EqualTo("order-dates"));
        Assert.That((await Refusal(world, order with { Capacity = Capacity.Own }, "director")).Code, Is.EqualTo("deputy-kind"));
        Assert.That((await Refusal(world, order with { PersonId = "director" }, "director")).Code, Is.EqualTo("no-such-deputy"));
    }

    [Test]
    public async Task NobodyDecidesOnTheirOwnRight_WhateverOfficeTheyHoldBesides()
    {
        await using var world = await World.OnAsync(open);
        foreach (var role in (string[])[Role.Reviewer, Role.Director])
            await world.BecomesAsync("officer", DemoData.Bureau, role);
        foreach (var role in (string[])[Role.Reviewer, Role.Director])
            await world.BecomesAsync("clerk", DemoData.Bureau, role);
        var request = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk");
        foreach (var person in (string[])["officer", "clerk"])
            Assert.That(Code(await world.ReviewsAsync(request, "Approve", by: person)), Is.EqualTo("self-approval"), person);
        await world.ReviewsAsync(request, "Approve");
        foreach (var person in (string[])["officer", "clerk"])
            Assert.That(Code(await world.DecidesAsync(request, "Approve", by: person)), Is.EqualTo("self-approval"), person);
    }

    [Test]
    public async Task A06_WhoIsToHaveTheSeat_DoesNotEmptyIt()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("city-officer2", DemoData.City, Role.Clerk);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        Assert.That(Code(await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-officer2", "Revoke", new { reason = "" })),
            Is.EqualTo("self-approval"));
    }

    [Test]
    public async Task A05_ASuspendedHolder_DoesNotRestoreThemselves()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("city-officer", DemoData.City, Role.Clerk);
        await world.PassesAsync(TimeSpan.FromDays(77));
        var task = (await world.Database.FirstAsync<WorkTask>("select * from tasks where right_id = 'city-1' and kind = 'restore' and closed_at is null"))!;
        Assert.That(Code(await world.AnswerAsync(task, "city-officer", "Restore", new { reason = "" })), Is.EqualTo("self-approval"));
        Assert.That(await world.AnswerAsync(task, "city-mayor", "Restore", new { reason = "" }), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task T45_TwoReviewersAtTheSameInstant_MakeOneDecision_HoweverOften()
    {
        await using var world = await World.OnAsync(open);
        for (var round = 0; round < 200; round++)
        {
            var request = await world.ReadyForReviewAsync();
            var task = await world.OpenTaskAsync(request, WorkTask.Review);
            var both = await Task.WhenAll(
                Task.Run(() => world.AnswerAsync(task, "reviewer", "Approve", new { reason = "" })),
                Task.Run(() => world.AnswerAsync(task, "reviewer2", "Reject", new { reason = "ไม่ครบ" })));
            Assert.That(both.Count(result => result is StepResult.Moved), Is.EqualTo(1));
            Assert.That(both.Count(result => result is StepResult.AlreadyDone), Is.EqualTo(1));
            Assert.That(await world.Database.FirstAsync<long>("select count(*) from decisions where task_id = @Id", task), Is.EqualTo(1));
            if ((await world.RequestAsync(request.Id)).ClosedAt is null)
                await world.Withdrawal.WithdrawAsync(request.Id, "รอบต่อไป", await world.ActorAsync("clerk"));
        }
    }

    [Test]
    public async Task A05_T93_WhenTheExecutivePostIsEmpty_TheClerkIsAsked_AndTheEmptyPostIsWrittenDown()
    {
        await using var world = await World.OnAsync(open);
        await world.EndsAsync("city-mayor");
        await world.PassesAsync(TimeSpan.FromDays(63));
        Assert.That((await world.MailsToAsync("city-clerk")).Any(mail => mail.Subject.Contains("ผู้ถือสิทธิคนสุดท้าย")), Is.True);
        Assert.That(await Nobody(world), Is.EqualTo(new[] { "executive" }));
    }

    [Test]
    public async Task A05_T93_WhenExecutiveAndClerkAreMissing_TheProvinceIsAsked_AndMayAnswer()
    {
        await using var world = await World.OnAsync(open);
        await world.EndsAsync("city-mayor");
        await world.EndsAsync("city-clerk");
        await world.PassesAsync(TimeSpan.FromDays(63));
        Assert.That((await world.MailsToAsync("coordinator")).Any(mail => mail.Subject.Contains("ผู้ถือสิทธิคนสุดท้าย")), Is.True);
        Assert.That(await Nobody(world), Is.EqualTo(new[] { "executive", "clerk" }));
        var task = (await world.Database.FirstAsync<WorkTask>("select * from tasks where right_id = 'city-1' and closed_at is null"))!;
        Assert.That(await world.AnswerAsync(task, "coordinator", "Confirm", new { reason = "" }), Is.InstanceOf<StepResult.Moved>());
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ReviewOn, Is.Not.Null);
    }

    [Test]
    public async Task A05_T93_WhenNobodyAtAllCanBeAsked_TheRightStays_AndTheQuestionComesAgain()
    {
        await using var world = await World.OnAsync(open);
        foreach (var person in (string[])["city-mayor", "city-clerk", "coordinator"])
            await world.EndsAsync(person);
        await world.PassesAsync(TimeSpan.FromDays(63));
        var right = (await world.RightsAsync(DemoData.City)).Single();
        Assert.That((right.SuspendedAt, right.ValidTo), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(right.ReviewOn, Is.Not.Null);
        Assert.That(await world.Database.FirstAsync<string>("select outcome from reviews where right_id = 'city-1'"), Is.EqualTo("nobody-to-ask"));
        Assert.That(await Nobody(world), Is.EqualTo(new[] { "executive", "clerk", "coordinator" }));
    }

    static Task<IReadOnlyList<string>> Nobody(World world) =>
        world.Database.QueryAsync<string>("select detail from audit where action = 'nobody-to-ask' and subject_id = 'city-1' order by id");

    static string? Code(StepResult result) => (result as StepResult.Refused)?.Reason.Code;

    static async Task<RefusedException> Refusal(World world, DeputyOrder order, string by)
    {
        var actor = await world.ActorAsync(by);
        return Assert.ThrowsAsync<RefusedException>(() => world.Deputies.AppointAsync(order, actor))!;
    }
}
