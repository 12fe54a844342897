using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Checking, deciding, taking back, revoking .</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class DecisionTests(Func<TestDatabase> open)
{
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
        await world.DecidesAsync(await world.WithDirectorAsync(), "Approve");
        var mail = (await world.MailsToAsync("officer"))[^1];
        Assert.That(mail.Subject, Is.EqualTo("ได้รับสิทธิแล้ว: BBL เทศบาลตำบลบ้านลองดู"));
        Assert.That(mail.Text, Does.Contain("e-Learning").And.Contain("วันอังคารที่ 2 มีนาคม 2570"));
    }

    [Test]
    public async Task SendingBack_NeedsPoints_AndComesBackToTheSameReviewerQueue()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.ReadyForReviewAsync();
        Assert.That(await world.ReviewsAsync(request, "SendBack"), Is.InstanceOf<StepResult.Refused>());
        await world.ReviewsAsync(request, "SendBack", "ดูข้อแก้ไข", points: ["เลขที่หนังสือไม่ตรง", "ลายมือชื่อไม่ชัด"]);
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.SentBack));
        Assert.That((await world.MailsToAsync("clerk"))[^1].Text, Does.Contain("๑: เลขที่หนังสือไม่ตรง").And.Contain("๒: ลายมือชื่อไม่ชัด"));
        await world.AttachesLetterAsync(request, "clerk", letter => letter with { Reply = "แก้แล้ว" });
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.InReview));
    }

    [Test]
    public async Task TheDirector_NeedsTheOneTimeCode_AndNobodyElseDecides()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.ReadyForReviewAsync();
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
        var request = await world.ReadyForReviewAsync();
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
        var request = await world.ReadyForReviewAsync();
        Assert.ThrowsAsync<RefusedException>(async () => await world.Withdrawal.WithdrawAsync(request.Id, "x", await world.ActorAsync("city-clerk")));
        await world.Withdrawal.WithdrawAsync(request.Id, "ยื่นผิดคน", await world.ActorAsync("clerk"));
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.Withdrawn));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from tasks where closed_at is null"), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from mail_links where ended_at is null"), Is.Zero);
        Assert.That((await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer")).Seat, Is.EqualTo(1), "the seat is free again");
    }
}
