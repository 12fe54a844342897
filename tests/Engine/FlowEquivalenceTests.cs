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

    /// <summary>Steps n0…, each asking; Yes goes forward, No forward or back to a step that lies on every way here.</summary>
    sealed class RandomChart
    {
        readonly List<(int From, string Port, int To)> arrows = [];
        readonly int count;

        RandomChart(int count) => this.count = count;

        public static RandomChart Draw(Random random, bool loops)
        {
            var chart = new RandomChart(random.Next(3, 9));
            for (var i = 0; i < chart.count; i++)
            {
                chart.Add(i, "Yes", random.Next(i + 1, chart.count + 1));
                if (random.Next(3) == 0)
                    chart.Add(i, "Yes", random.Next(i + 1, chart.count + 1));
                chart.Add(i, "No", random.Next(i + 1, chart.count + 1));
                if (i > 0 && chart.arrows.All(arrow => arrow.To != i))
                    chart.Add(random.Next(i), random.Next(2) == 0 ? "Yes" : "No", i);
            }
            for (var i = 0; loops && i < chart.count; i++)
                if (random.Next(2) == 0 && chart.Gates(i) is { Count: > 0 } gates)
                {
                    chart.arrows.RemoveAll(arrow => arrow.From == i && arrow.Port == "No" && chart.arrows.Count(other =>
                        other.To == arrow.To) > 1);
                    chart.Add(i, "No", gates[random.Next(gates.Count)]);
                }
            return chart;
        }

        public string ToJson(string id) => Chart.Of(id,
            [.. Enumerable.Range(0, count).Select(i => Chart.Step(Name(i), "Test.Ask")), Chart.Mark("last"),
                Chart.Step("end", "Elsa.End")],
            ["start -> n0", .. arrows.Select(arrow => $"{Name(arrow.From)}.{arrow.Port} -> {Name(arrow.To)}"), "last -> end"]);

        /// <summary>
        /// Elsa's rule in one pass, since arrows lead forward: all arrows in were visited, so one must have been followed.
        /// </summary>
        public List<string> RanByCounting(Dictionary<string, string> said)
        {
            var ran = new HashSet<int> { 0 };
            for (var i = 1; i <= count; i++)
                if (arrows.Any(arrow => arrow.To == i && ran.Contains(arrow.From) && said[Name(arrow.From)] == arrow.Port))
                    ran.Add(i);
            return [.. ran.Select(Name), .. ran.Contains(count) ? (string[])["end"] : []];
        }

        public override string ToString() =>
            string.Join(", ", arrows.Select(arrow => $"{Name(arrow.From)}.{arrow.Port} -> {Name(arrow.To)}"));

        string Name(int step) => step == count ? "last" : $"n{step}";

        void Add(int from, string port, int to)
        {
            if (!arrows.Contains((from, port, to)))
                arrows.Add((from, port, to));
        }

        // Steps without which there is no way from the first one to this one.
        List<int> Gates(int step) => [.. Enumerable.Range(0, step + 1).Where(gate =>
            gate == step || gate == 0 || !Reached(without: gate).Contains(step))];

        HashSet<int> Reached(int without)
        {
            var reached = new HashSet<int> { 0 };
            var next = new Stack<int>([0]);
            while (next.TryPop(out var step))
                foreach (var arrow in arrows.Where(arrow => arrow.From == step && arrow.To != without))
                    if (reached.Add(arrow.To))
                        next.Push(arrow.To);
            return reached;
        }
    }
}
