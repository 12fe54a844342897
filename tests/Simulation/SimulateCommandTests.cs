using System.Text.Json.Nodes;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Simulation;

/// <summary><c>simulate DEFINITION …</c> on the command line.</summary>
public sealed class SimulateCommandTests
{
    static readonly string[] Small = ["--organisations", "4", "--until", "1/3/2567"];

    [Test]
    public async Task EachEvent_IsOneJsonObject_AndTheLastTheSummary()
    {
        var (code, lines) = await RunAsync(["bbl-access", .. Small]);
        Assert.That(code, Is.Zero);
        var objects = lines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.That(objects, Is.All.Matches<JsonNode>(line => line["event"] is not null));
        Assert.That(objects[0]["at"]!.GetValue<string>(), Does.Match(@"^2023-1[12]-\d\dT\d\d:\d\d:\d\d\+07:00$"));
        Assert.That(objects[^1]["event"]!.GetValue<string>(), Is.EqualTo("summary"));
        Assert.That(objects[^1]["mails"]!.GetValue<int>(),
            Is.EqualTo(objects.Count(line => line["event"]!.GetValue<string>() == "mail")));
    }

    [Test]
    public async Task SummaryOnly_PrintsTheSameSummary_Alone()
    {
        var (_, lines) = await RunAsync(["bbl-access", .. Small]);
        Assert.That((await RunAsync(["bbl-access", "--summary-only", .. Small])).Lines, Is.EqualTo(new[] { lines[^1] }));
    }

    [Test]
    public async Task ADraftThatCannotRun_PrintsEveryProblem_AndEndsWithOne()
    {
        var draft = Path.GetTempFileName();
        await File.WriteAllTextAsync(draft, Sims.Shipped("bbl-access")
            .Replace("Gov.RequireLetter", "Gov.RequireLeter", StringComparison.Ordinal)
            .Replace("Gov.GrantRight", "Gov.Grant", StringComparison.Ordinal));
        var (code, lines) = await RunAsync([draft]);
        File.Delete(draft);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(lines.Count(line => line.Contains("activities/letter") || line.Contains("activities/grant")), Is.EqualTo(2));
    }

    [Test]
    public async Task AScenarioWithASlip_EndsWithOne_AndNamesIt()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{ "silense": 1 }""");
        var (code, lines) = await RunAsync(["bbl-access", "--scenario", file]);
        File.Delete(file);
        Assert.That((code, string.Join('\n', lines)),
            Is.EqualTo((1, "simulate: scenario: there is no 'silense'; did you mean 'silence'?")));
    }

    [TestCase]
    [TestCase("no-such-definition")]
    [TestCase("bbl-access", "bbl-review")]
    [TestCase("bbl-access", "--speed", "9")]
    [TestCase("bbl-access", "--organisations", "7851")]
    [TestCase("bbl-access", "--organisations", "0")]
    [TestCase("bbl-access", "--from", "tomorrow")]
    [TestCase("bbl-access", "--until", "2023-01-01")]
    [TestCase("bbl-access", "--seed")]
    public async Task WrongArguments_AreAnsweredWithTwo(params string[] args) =>
        Assert.That((await RunAsync(args)).Code, Is.EqualTo(2));

    static async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(string[] args)
    {
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(["simulate", .. args], output);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
