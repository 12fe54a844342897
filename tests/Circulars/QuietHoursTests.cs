using WorkflowHost.Activities.Demo;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The hours that a <see cref="World"/> passes over are those in which nothing happens.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class QuietHoursTests(Func<TestDatabase> open)
{
    [Test]
    public async Task InAQuietHour_NothingMoves_WhileReviewsLeaversAndAlarmsTakeTheirTime()
    {
        await using var world = await World.OnAsync(open);
        world.DoubtsQuietHours = true;
        await world.Departure.LeaveAsync("city-officer", DemoData.City, world.Clock.GetUtcNow().AddHours(53),
            await world.ActorAsync("city-mayor"), "คำสั่งที่ ๙/๒๕๖๙");
        await world.PassesAsync(TimeSpan.FromDays(45));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from access_gaps where alarmed_at is not null"), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from reviews"), Is.EqualTo(2));
    }
}
