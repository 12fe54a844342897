using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The same officer goes on .</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SameOfficerTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A04_T03_SameOfficer_KeepsAccessWithoutBreak_AndIsAskedForNoLetter()
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
}
