using System.Text.Json.Nodes;

namespace WorkflowHost.Tests.Engine;

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
    /// The next version by edits that change no answer: boxes moved and listed otherwise, other titles, a mark put on an arrow.
    /// </summary>
    public string ToNextVersion(string id, Random random)
    {
        var steps = Enumerable.Range(0, count).Select(i => Looks(Chart.Step(Name(i), "Test.Ask"), random))
            .Concat([Chart.Mark("last"), Chart.Mark("new"), Chart.Step("end", "Elsa.End")]).ToArray();
        // Where branches meet it matters most.
        var merging = arrows.Where(arrow => arrows.Count(other => other.To == arrow.To) > 1).DefaultIfEmpty(arrows[0]).ToList();
        var split = merging[random.Next(merging.Count)];
        var drawn = arrows.Where(arrow => arrow != split).Select(arrow => $"{Name(arrow.From)}.{arrow.Port} -> {Name(arrow.To)}")
            .Concat([$"{Name(split.From)}.{split.Port} -> new", $"new -> {Name(split.To)}", "start -> n0", "last -> end"])
                .ToArray();
        random.Shuffle(steps);
        random.Shuffle(drawn);
        return Chart.Of(id, steps, drawn, version: 2);
    }

    static JsonObject Looks(JsonObject step, Random random)
    {
        step["metadata"] = new JsonObject
        {
            ["displayText"] = $"ขั้นตอน {random.Next(100)}",
            ["designer"] = new JsonObject
            {
                ["position"] = new JsonObject
                {
                    ["x"] = random.Next(900),
                    ["y"] = random.Next(900)
                }
            },
        };
        return step;
    }

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
