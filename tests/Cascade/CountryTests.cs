using System.Diagnostics;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>
/// A circular goes to every organisation of a country in one go. A part of it always; the whole by hand, with figures:
/// docs/cascade.md says how, and WORKFLOWHOST_ORGANISATIONS may name a file of real organisations.
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

    [Test, Explicit("minutes; figures in docs/cascade.md")]
    public async Task WholeCountry_With22000SubUnits_StartsInOneGo()
    {
        await using var world = await CascadeWorld.OnAsync(open);
        await StoreAsync(world, InventedCountry.Generate(seed: 7, InventedCountry.SubUnits));
        await MeasureAsync(world, "invented country", OrganisationType.SubUnit);
    }

    [Test, Explicit("minutes; needs WORKFLOWHOST_ORGANISATIONS")]
    public async Task WholeCountry_OfAFile_StartsInOneGo()
    {
        var file = Environment.GetEnvironmentVariable("WORKFLOWHOST_ORGANISATIONS");
        if (file is null)
            Assert.Ignore("WORKFLOWHOST_ORGANISATIONS names no file");
        await using var world = await CascadeWorld.OnAsync(open);
        await using var stream = File.OpenRead(file!);
        var rows = OrganisationParents.Find(OrganisationFile.Read(stream).Rows,
            await world.Database.QueryAsync<Organisation>("select * from organisations")).Rows;
        await StoreAsync(world, rows);
        await MeasureAsync(world, Path.GetFileName(file!));
    }

    static Task<(int Added, int Changed)> StoreAsync(CascadeWorld world, IReadOnlyList<OrganisationRow> rows) =>
        OrganisationTree.StoreAsync(world.Database, rows, new(2020, 1, 1));

    static async Task<long> SendAsync(CascadeWorld world, params string[] more)
    {
        var circular = await world.RegisterAsync(new(2026, 3, 13));
        var form = world.SendForm(circular, Sending.Direct,
            types: ["pao", "city_municipality", "town_municipality", "tambon_municipality", "tao",
                .. more]) with
        { DefinitionId = Definition };
        await world.Desk.SendAsync(form, await SenderAsync(world));
        await world.Job.RunAsync();
        return (await Sending.FindAsync(world.Database, "s1"))!.Total;
    }

    static Task<Actor> SenderAsync(CascadeWorld world) => world.World.ActorAsync("dla-reviewer");

    static async Task MeasureAsync(CascadeWorld world, string what, params string[] more)
    {
        var before = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        var total = await SendAsync(world, more);
        var started = watch.Elapsed;
        watch.Restart();
        var counts = await UnitProgress.CountAsync(world.Database, "s1", "/", "province", world.Clock.GetUtcNow());
        var country = watch.Elapsed;
        watch.Restart();
        var province = await UnitProgress.OfAsync(world.Database, "s1", "/DLA/111/", world.Clock.GetUtcNow());
        TestContext.Out.WriteLine(
            $"{world.Database.Dialect}, {what}: {total} organisations listed and started in {started.TotalSeconds:0.0} s "
            + $"({total / started.TotalSeconds:0} a second), "
            + $"{(GC.GetTotalAllocatedBytes() - before) / total / 1024} KiB allocated each; "
            + $"the country by province {country.TotalMilliseconds:0} ms, "
            + $"one province's {province.Count} units {watch.ElapsedMilliseconds} ms; "
            + $"working set {Environment.WorkingSet / 1024 / 1024} MiB");
        Assert.That(counts.Sum(count => count.Number), Is.EqualTo(total));
        Assert.That(await world.Database.FirstAsync<long>("select count(distinct instance_id) from deliveries"),
            Is.EqualTo(total));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from incidents"), Is.Zero);
    }
}
