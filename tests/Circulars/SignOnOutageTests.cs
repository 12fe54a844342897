using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.SignOnScenes;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular B around the outage of 30 September 2566 (B-06, B-07), and when the officer leaves.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SignOnOutageTests(Func<TestDatabase> open)
{
    static readonly DateTimeOffset Opens = At(10, 2, 0);

    [Test]
    public async Task B06_B07_T13_ApprovedInTheOutage_IsQueued_InEffectAtTheOpening_AndTheOfficerIsToldBothTimes()
    {
        await using var world = await World.OnAsync(open, At(10, 1, 9));
        var request = await world.WithAdminAsync();
        world.Clock.SetTo(At(10, 1, 10));
        await world.ApprovesAccountAsync(request);
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WaitingOpening));
        Assert.That(await world.HoldsAsync(Officer), Is.Empty);
        Assert.That((await world.MailsToAsync(Officer))[^1].Text, Does.Contain("มีผลเมื่อ: 2 ต.ค. 2566 00.00 น."));

        await world.LeapsToAsync(Opens.AddTicks(-1));
        Assert.That(await world.HoldsAsync(Officer), Is.Empty);
        await world.LeapsToAsync(Opens);
        Assert.That((await world.RightsAsync(DemoData.Town)).Select(right => right.ValidFrom), Is.All.EqualTo(Opens));
        Assert.That((await world.MailsToAsync(Officer)).Count(mail => mail.Subject.StartsWith("ใช้งานได้แล้ว: SSO + e-Plan", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task B07_T13_WhatWasApprovedFirst_TakesEffectFirst()
    {
        await using var world = await World.OnAsync(open, At(10, 1, 9));
        var first = await world.AddsSystemAsync();
        var second = await world.AsksForAccountAsync("tao-officer", DemoData.Tao);
        await world.ProvesIdentityAsync(second);
        await world.ApprovesAccountAsync(second, "coordinator");
        await world.ApprovesAccountAsync(first);
        await world.LeapsToAsync(Opens);
        var rights = await world.Database.QueryAsync<string>("select request_id from rights where system = 'e-Plan' order by id");
        Assert.That(rights, Is.EqualTo(new[] { second.Id, first.Id }));
    }

    [Test]
    public async Task B06_WhoLeavesWhileItWaits_GetsNothing()
    {
        await using var world = await World.OnAsync(open, At(10, 1, 9));
        var request = await world.AddsSystemAsync();
        await world.ApprovesAccountAsync(request);
        await world.EndsAsync(Officer);
        await world.LeapsToAsync(Opens.AddDays(1));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.Left));
        Assert.That(await world.RightsAsync(DemoData.Town), Is.Empty);
    }

    [TestCase(RequestStage.WaitingProof)]
    [TestCase(RequestStage.WithAdmin)]
    [TestCase(RequestStage.WithProvince)]
    [TestCase(RequestStage.WaitingCheck)]
    public async Task B04_WhoLeaves_LosesTheRightsAtThatInstant_AndTheRequestEndsWhereverItStands(string stage)
    {
        await using var world = await World.OnAsync(open, At(10, 3, 9));
        var request = stage == RequestStage.WithProvince ? await world.AddsSystemAsync(Admin) : await world.AsksForAccountAsync();
        if (stage is RequestStage.WithAdmin or RequestStage.WaitingCheck)
            await world.ProvesIdentityAsync(request);
        if (stage == RequestStage.WaitingCheck)
            await world.ApprovesAccountAsync(request);
        Assert.That(await world.StageAsync(request), Is.EqualTo(stage));

        world.Clock.SetTo(At(10, 3, 15));
        await world.EndsAsync(request.PersonId);
        await world.LeapsToAsync(At(10, 3, 16));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.Left));
        Assert.That(await world.HoldsAsync(request.PersonId), Is.Empty);
        Assert.That((await world.RightsAsync(DemoData.Town)).Where(right => right.ValidTo is null), Is.Empty);
    }

    [Test]
    public async Task B04_TheOwnAdmin_TakesTheRightBack_OthersDoNot()
    {
        await using var world = await World.OnAsync(open, At(10, 3, 9));
        var request = await world.AddsSystemAsync();
        await world.ApprovesAccountAsync(request);
        await world.ConfirmsAsync(request);
        var right = (await world.RightsAsync(DemoData.Town)).Single();
        foreach (var other in (string[])[Officer, "coordinator", "city-mayor", "operator"])
            Assert.That(Assert.ThrowsAsync<WorkflowHost.Engine.RefusedException>(
                async () => await world.Revocation.RevokeAsync(right.Id, "พ้นหน้าที่", await world.ActorAsync(other)))!.Rule, Is.EqualTo("B-04"));
        await world.Revocation.RevokeAsync(right.Id, "พ้นหน้าที่", await world.ActorAsync(Admin));
        Assert.That(await world.HoldsAsync(Officer), Is.Empty);
    }

    [Test]
    public async Task B02_B06_B07_TheStory_OfAnAccountAcrossTheOutage()
    {
        await using var world = await World.OnAsync(open, At(9, 29, 16));
        world.PassesEveryHour = true;
        var request = await world.AsksForAccountAsync();
        await world.PassesAsync(TimeSpan.FromHours(20));
        await world.ProvesIdentityAsync(request);
        await world.PassesAsync(TimeSpan.FromHours(22));
        await world.ApprovesAccountAsync(request);
        await world.PassesAsync(TimeSpan.FromHours(24));
        await world.ConfirmsAsync(request);
        await Story.ShouldBeApprovedAsync(world, "account-across-the-outage", DemoData.Town);
    }

    [Test]
    public async Task B07_WhenItOpensWhileTheCircularIsPaused_WhatWaitsGoesOnWithTheCircular()
    {
        await using var world = await World.OnAsync(open, At(9, 29, 16));
        var request = await world.WithAdminAsync();
        world.Clock.SetTo(At(9, 30, 9));
        await world.ApprovesAccountAsync(request);
        await world.BecomesAsync("operator", DemoData.Bureau, Role.Operator);
        var (desk, keeper) = (new PauseDesk(world.Database, world.Clock), await world.ActorAsync("operator"));
        var pause = await desk.PauseAsync("B", "", "น้ำท่วม", keeper);
        await world.LeapsToAsync(At(10, 4, 9));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WaitingOpening), "open since the second");
        await desk.ResumeAsync(pause, keeper);
        await new PauseMoves(
            world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock).RunAsync();
        await world.Runtime.RunDueAsync();
        Assert.That(await world.HoldsAsync(Officer), Has.Member(EPlan));
    }

    static DateTimeOffset At(int month, int day, int hour) => ThaiDate.At(new DateOnly(2023, month, day), new TimeOnly(hour, 0));
}
