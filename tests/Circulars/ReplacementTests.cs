using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>One officer after another on a seat: revoked first, measured, never two.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ReplacementTests(Func<TestDatabase> open)
{
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
    public async Task A_replacement_from_request_to_grant_reads_as_the_circular_says()
    {
        await using var world = await World.OnAsync(open);
        world.PassesEveryHour = true;
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

    sealed class Gap
    {
        public DateTimeOffset BeganAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }
}
