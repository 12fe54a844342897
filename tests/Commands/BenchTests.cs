using System.Text.Json.Nodes;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Commands;

/// <summary><c>bench approvals</c> does real work, and says so only when the books balance.</summary>
public sealed class BenchTests
{
    [Test]
    public async Task EachPhase_IsOneJsonObject([Values("sqlite", "postgres")] string store)
    {
        var phases = await MeasureAsync(store, "approvals", "--instances", "40", "--waiting", "30", "--latency", "5");
        Assert.That(NamesOf(phases), Is.EqualTo(
            (string[])["wait", "start", "decide-latency", "decide-latency-at-100-per-second", "decide", "cold-start"]));
        Assert.That(phases.Take(2).Select(phase => phase["instances"]!.GetValue<int>()), Is.EqualTo((int[])[30, 40]));
        Assert.That(
            phases[0]["durability"]!.GetValue<string>(), Does.Contain(store == "sqlite" ? "synchronous=full" : "fsync=on"));
    }

    [Test]
    public async Task TimersDueAtOnce_AllFire([Values("sqlite", "postgres")] string store) =>
        Assert.That(NamesOf(await MeasureAsync(store, "due", "--count", "50")), Is.EqualTo((string[])["wait", "fire"]));

    [Test]
    public async Task ASending_IsMeasuredFromTheListToTheCockpits([Values("sqlite", "postgres")] string store)
    {
        var phases = await MeasureAsync(store, "send", "--organisations", "60");
        Assert.That(NamesOf(phases), Is.EqualTo((string[])["send", "country-by-province", "one-province"]));
        Assert.That(phases[0]["organisations"]!.GetValue<int>(), Is.EqualTo(60));
        Assert.That(phases[0]["p99Ms"]!.GetValue<double>(), Is.GreaterThanOrEqualTo(phases[0]["p50Ms"]!.GetValue<double>()));
    }

    [Test]
    public async Task A05_TheBenchOfAYearlyReview_OpensAnswersRemindsAndCloses_AndItsBooksBalance(
        [Values("sqlite", "postgres")] string store)
    {
        var phases = (await MeasureAsync(store, "review", "--rights", "60"))
            .ToDictionary(phase => phase["phase"]!.GetValue<string>(), phase => phase["rights"]!.GetValue<int>());
        Assert.That((phases["plan"], phases["open"], phases["answer"], phases["close"], phases["revoke"]),
            Is.EqualTo((60, 60, 30, 60, 30)));
        Assert.That(phases["remind"], Is.InRange(30, 90), "who has not answered, up to three times");
    }

    [Test]
    public async Task A05_AYearOf40Organisations_HasEverythingInItThatAYearHas_AndItsBooksBalance(
        [Values("sqlite", "postgres")] string store)
    {
        var year = (await MeasureAsync(store, "year", "--organisations", "40"))[1];
        var counts = year["counts"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<long>());
        TestContext.Out.WriteLine(year.ToJsonString());
        foreach (var happened in (string[])
        [
            "people-answers-on-time", "people-answers-late", "people-silent", "people-executive-asked", "people-leavers",
            "people-movers", "people-filed-new", "people-filed-replace", "people-brake-apply", "people-brake-spare",
            "people-days-away", "single-reviews", "reminders", "suspended", "restored", "granted", "replaced",
            "deadlines-moved-by-a-holiday", "deadlines-moved-by-the-pause", "review-confirmed", "review-revoked", "review-ended",
            "mails",
        ])
            Assert.That(counts.GetValueOrDefault(happened), Is.GreaterThan(0), happened);
    }

    [TestCase("bench")]
    [TestCase("bench", "approvals", "--instances", "0")]
    [TestCase("bench", "approvals", "--speed", "9")]
    [TestCase("bench", "approvals", "--store", "postgres")]
    public async Task WrongOptions_AreAnsweredWithTwo(params string[] args) =>
        Assert.That(await CommandLine.RunAsync(args, new StringWriter()), Is.EqualTo(2));

    /// <summary>Runs a bench to its end; answers what it printed, a phase a line.</summary>
    static async Task<List<JsonNode>> MeasureAsync(string store, params string[] what)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-bench").FullName;
        string[] where = store == "sqlite" ? ["--path", folder]
            : ["--connection", PostgresServer.Shared.NewDatabase(), "--reset"];
        var output = new StringWriter();
        Assert.That(await CommandLine.RunAsync(["bench", .. what, "--store", store, .. where], output), Is.Zero);
        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty, "the bench takes its file away");
        Directory.Delete(folder);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    static IEnumerable<string> NamesOf(IEnumerable<JsonNode> phases) =>
        phases.Select(phase => phase["phase"]!.GetValue<string>());
}
