using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>
/// Charts drawn by chance. Without loops they run exactly what Elsa's counting with dead-path elimination runs; with
/// loops they always come to an end, and no step is lost or done beside its turn.
/// </summary>
public sealed class FlowEquivalenceTests
{
    [Test]
    public async Task A_chart_without_loops_runs_what_dead_path_elimination_runs([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        var charts = Enumerable.Range(0, 40).Select(_ => RandomChart.Draw(random, loops: false)).ToList();
        await using var bench =
            await Bench.OnAsync(TestDatabases.Sqlite, [.. charts.Select((chart, i) => chart.ToJson($"chart{i}"))]);
        for (var i = 0; i < charts.Count; i++)
            for (var round = 0; round < 3; round++)
            {
                var instance = (await bench.StartAsync($"chart{i}")).InstanceId;
                var said = new Dictionary<string, string>();
                await AnswerAllAsync(bench, instance, random, said, most: 1_000);
                Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"));
                var ran = (await bench.TraceAsync(instance)).Select(step => step.Split('.')[0]).ToList();
                Assert.That(ran, Is.Unique);
                Assert.That(ran, Is.EquivalentTo(charts[i].RanByCounting(said)), $"seed {seed}, chart {i}: {charts[i]}");
            }
    }

    [Test]
    public async Task A_chart_with_loops_comes_to_its_end_whatever_is_answered([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        var charts = Enumerable.Range(0, 40).Select(_ => RandomChart.Draw(random, loops: true)).ToList();
        await using var bench =
            await Bench.OnAsync(TestDatabases.Sqlite, [.. charts.Select((chart, i) => chart.ToJson($"chart{i}"))]);
        for (var i = 0; i < charts.Count; i++)
        {
            var instance = (await bench.StartAsync($"chart{i}")).InstanceId;
            await AnswerAllAsync(bench, instance, random, [], most: 40);
            await Books.MustBalanceAsync(bench.Database, bench.Definitions);
            Assert.That(await bench.StatusAsync(instance), Is.EqualTo("Finished"), $"seed {seed}, chart {i}: {charts[i]}");
            Assert.That(await bench.TraceAsync(instance), Has.Some.EqualTo("last.Done"), $"seed {seed}, chart {i}: {charts[i]}");
        }
    }

    // After so many answers everybody says Yes, and Yes never goes back.
    static async Task AnswerAllAsync(Bench bench, string instance, Random random, Dictionary<string, string> said, int most)
    {
        for (var answers = 0; await bench.WaitsAtAsync(instance) is { Count: > 0 } waits; answers++)
        {
            Assert.That(answers, Is.LessThan(most + 200), "it ends when nobody says No any more");
            var node = waits[random.Next(waits.Count)];
            said[node] = answers < most && random.Next(2) == 0 ? "No" : "Yes";
            await bench.SayAsync(instance, node, said[node]);
        }
    }
}
