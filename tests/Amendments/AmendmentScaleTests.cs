using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Tests.Cascade;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Amendments;

/// <summary>
/// An amendment reaches the units of some provinces in stages; the figures of 10,000 cases are in docs/amendments.md (T81).
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class AmendmentScaleTests(Func<TestDatabase> open)
{
    [Test]
    public async Task T81_AHundredFirst_ThenTheRest_EachOnce()
    {
        await using var survey = await Survey.SentAsync(open, types: [OrganisationType.Pao]);
        var country = InventedCountry.Generate(seed: 7, subUnits: 0);
        var some = country.Where(row => row.ProvinceCode is null or "11" or "12" or "13" or "14" or "15").ToList();
        await OrganisationTree.StoreAsync(survey.World.Database, some, new(2020, 1, 1));
        var circular = await survey.Cascade.RegisterAsync(Survey.Due, "มท ๐๘๑๐.๘/ว ๑๓");
        await survey.Cascade.Desk.SendAsync(
            survey.Cascade.SendForm(circular, Sending.Direct, key: "s2") with { DefinitionId = Survey.Definition },
            await survey.World.ActorAsync("dla-reviewer"));
        await survey.Cascade.Job.RunAsync();
        var cases = await survey.World.Database.FirstAsync<long>("select count(*) from deadlines where basis = @key",
            new { key = $"{circular}-01" });
        Assert.That(cases, Is.GreaterThan(250));

        var desk = survey.Amendments;
        var id = await desk.Desk.KeepAsync(desk.Moves(circular, $"{circular}-01", Survey.Later),
            await survey.World.ActorAsync("dla-reviewer"));
        await desk.Desk.StartAsync(id, await survey.World.ActorAsync("dla-reviewer"));
        await Task.WhenAll(desk.Job.RunAsync(), desk.Job.RunAsync());
        await desk.Job.RunAsync();
        Assert.That((await desk.StateAsync(id)).Status, Is.EqualTo(Amendment.Paused));
        Assert.That(await MovesAsync(survey), Is.EqualTo(AmendmentDesk.First), "two hosts together move no more than that");
        await desk.GoesOnAsync(id);
        await desk.Job.RunAsync();
        Assert.That((await desk.StateAsync(id)).Status, Is.EqualTo(Amendment.Done));
        Assert.That(await MovesAsync(survey), Is.EqualTo(cases));
        Assert.That(await desk.DuesAsync($"{circular}-01"), Is.EqualTo(new[] { Survey.End(Survey.Later) }));
    }

    static Task<long> MovesAsync(Survey survey) =>
        survey.World.Database.FirstAsync<long>("select count(*) from deadline_moves");
}
