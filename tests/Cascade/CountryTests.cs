using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>
/// A circular goes to every organisation of some provinces in one go; the figures of the whole country are in docs/cascade.md.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CountryTests(Func<TestDatabase> open)
{
    const string Definition = "circular-report";

    [Test]
    public async Task TheUnitsOfSomeProvincesWithTheirSubUnits_StartInOneGo_EachOnce()
    {
        await using var world = await CascadeWorld.OnAsync(open);
        var country = InventedCountry.Generate(seed: 7, subUnits: 0);
        var some = country.Where(row => row.ProvinceCode is null or "11" or "12" or "13").ToList();
        await OrganisationTree.StoreAsync(world.Database, some, new(2020, 1, 1));
        var units = some.Count(row => OrganisationType.IsLocalGovernment(row.Type));
        var listed = await SendAsync(world);
        Assert.That(listed, Is.EqualTo(units + 14));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from instances"), Is.EqualTo(listed));
        Assert.That(await world.Job.RunAsync(), Is.Zero, "nothing is left");
    }

    static async Task<long> SendAsync(CascadeWorld world)
    {
        var circular = await world.RegisterAsync(new(2026, 3, 13));
        var form = world.SendForm(circular, Sending.Direct,
            types: ["pao", "city_municipality", "town_municipality", "tambon_municipality", "tao"]) with
        {
            DefinitionId = Definition,
        };
        await world.Desk.SendAsync(form, await SenderAsync(world));
        await world.Job.RunAsync();
        return (await Sending.FindAsync(world.Database, "s1"))!.Total;
    }

    static Task<Actor> SenderAsync(CascadeWorld world) => world.World.ActorAsync("dla-reviewer");
}
