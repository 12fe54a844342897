using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>
/// Charts drawn by chance, edited by chance, with instances moved wherever they happen to stand. What happens afterwards is
/// what would have happened to an instance that began on the new version and got the same answers.
/// </summary>
public sealed class MigrationPropertyTests
{
    [Test]
    public async Task AMovedInstance_RunsWhatOneOfTheNewVersionRuns([Range(1, 3)] int seed)
    {
        var random = new Random(seed);
        var charts = Enumerable.Range(0, 25).Select(_ => RandomChart.Draw(random, loops: false)).ToList();
        await using var bench = await Bench.OnAsync(TestDatabases.Sqlite,
            [.. charts.Select((chart, i) => chart.ToJson($"chart{i}"))]);
        var carried = 0;
        for (var i = 0; i < charts.Count; i++)
        {
            var moved = new List<(string Id, Dictionary<string, string> Said)>();
            for (var round = 0; round < 3; round++)
                moved.Add(await BeginAsync(bench, $"chart{i}", random, random.Next(6)));
            await bench.Definitions.PublishAsync([charts[i].ToNextVersion($"chart{i}", random)]);
            carried += await MoveAllAsync(bench, $"chart{i}");
            await Books.MustBalanceAsync(bench.Database, bench.Definitions);
            foreach (var (id, said) in moved)
            {
                var (twin, _) = await BeginAsync(bench, $"chart{i}", random, answers: 0, said);
                await AnswerAsync(bench, id, random, said, 1_000);
                await AnswerAsync(bench, twin, random, said, 1_000);
                Assert.That(await StepsOfAsync(bench, id), Is.EquivalentTo(await StepsOfAsync(bench, twin)),
                    $"seed {seed}, chart {i}: {charts[i]}");
            }
        }
        Assert.That(carried, Is.Positive, "some instances had followed an arrow that was cut in two");
    }

    [Test]
    public async Task AMovedInstanceInALoop_ComesToItsEnd([Range(1, 3)] int seed)
    {
        var random = new Random(seed);
        var charts = Enumerable.Range(0, 25).Select(_ => RandomChart.Draw(random, loops: true)).ToList();
        await using var bench = await Bench.OnAsync(TestDatabases.Sqlite,
            [.. charts.Select((chart, i) => chart.ToJson($"chart{i}"))]);
        for (var i = 0; i < charts.Count; i++)
        {
            var (id, _) = await BeginAsync(bench, $"chart{i}", random, answers: 0);
            for (var answers = random.Next(8); answers > 0 && await bench.WaitsAtAsync(id) is { Count: > 0 } waits; answers--)
                await bench.SayAsync(id, waits[random.Next(waits.Count)], random.Next(2) == 0 ? "No" : "Yes");
            await bench.Definitions.PublishAsync([charts[i].ToNextVersion($"chart{i}", random)]);
            await MoveAllAsync(bench, $"chart{i}");
            while (await bench.WaitsAtAsync(id) is { Count: > 0 } waits)
                await bench.SayAsync(id, waits[random.Next(waits.Count)], "Yes");
            Assert.That(await bench.StatusAsync(id), Is.EqualTo("Finished"), $"seed {seed}, chart {i}: {charts[i]}");
            Assert.That(await bench.TraceAsync(id), Has.Some.EqualTo("last.Done"), $"seed {seed}, chart {i}: {charts[i]}");
        }
    }

    // An arrow that was cut in two stands for its second half: the step between is not done after the fact.
    static async Task<int> MoveAllAsync(Bench bench, string definition)
    {
        var migration = bench.NewMigration();
        var plan = new MigrationPlan(definition, 1, 2);
        var cut = (await migration.ForecastAsync(plan)).Unmapped;
        plan = plan with
        {
            Arrows = cut.ToDictionary(problem => problem.Place, problem => "root:new.Done -> "
            + problem.Place.Split(" -> ")[1])
        };
        var forecast = await migration.ForecastAsync(plan);
        Assert.That(forecast.Movable, Is.EqualTo(forecast.Live),
            string.Join("; ", forecast.Classes.SelectMany(one => one.Problems)));
        await migration.StartAsync(await migration.PlanAsync(plan, "designer"), new StopRule(null), "operator");
        await migration.RunAsync();
        Assert.That(await bench.Database.FirstAsync<long>(
            """
            select count(*) from instances
            where definition_id = @definition and version = 1 and status not in ('Finished', 'Cancelled')
            """, new { definition }), Is.Zero);
        return cut.Count;
    }

    static async Task<(string Id, Dictionary<string, string> Said)> BeginAsync(
        Bench bench, string definition, Random random, int answers, Dictionary<string, string>? said = null)
    {
        bench.Definitions.Forget(definition);
        var id = (await bench.StartAsync(definition)).InstanceId;
        said ??= Enumerable.Range(0, 10).ToDictionary(i => $"n{i}", _ => random.Next(2) == 0 ? "No" : "Yes");
        await AnswerAsync(bench, id, random, said, answers);
        return (id, said);
    }

    static async Task AnswerAsync(Bench bench, string id, Random random, Dictionary<string, string> said, int most)
    {
        for (; most > 0 && await bench.WaitsAtAsync(id) is { Count: > 0 } waits; most--)
            if (waits[random.Next(waits.Count)] is var node)
                await bench.SayAsync(id, node, said[node]);
    }

    static async Task<IReadOnlyList<string>> StepsOfAsync(Bench bench, string id)
    {
        Assert.That(await bench.StatusAsync(id), Is.EqualTo("Finished"));
        return [.. (await bench.TraceAsync(id)).Where(step => step != "new.Done")];
    }
}
