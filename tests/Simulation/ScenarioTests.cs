using System.Text.RegularExpressions;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Simulation;

/// <summary>A scenario file says how people behave, and a slip in it is named.</summary>
public sealed partial class ScenarioTests
{
    [TestCase("""{ "silense": 0.1 }""", "'silense'", "'silence'")]
    [TestCase("""{ "filing": { "holder": 1 } }""", "'filing.holder'", "'holders'")]
    [TestCase("""{ "steps": { "reveiw": {} } }""", "'reveiw'", "'review'")]
    [TestCase("""{ "steps": { "decide": { "answers": { "Aprove": 1 } } } }""", "'Aprove'", "Approve, Reject")]
    [TestCase("""{ "steps": { "decide": { "answers": { "SendBack": 1 } } } }""", "'SendBack'", "steps.decide")]
    [TestCase("""{ "steps": { "decide": { "quiet": 1 } } }""", "'steps.decide.quiet'", "there is no")]
    [TestCase("""{ "steps": { "decide": { "answers": { "Approve": 0.5 } } } }""", "steps.decide", "add up to 1")]
    [TestCase("""{ "silence": 1.5 }""", "silence is 1.5", "between 0 and 1")]
    [TestCase("""{ "workingHours": [9, 1] }""", "workingHours", "from and to")]
    [TestCase("""{ "workingHours": null }""", "workingHours", "from and to")]
    [TestCase("""{ "filing": null }""", "filing", "JSON object")]
    [TestCase("[]", "scenario", "JSON object")]
    [TestCase("{ \"silence\": }", "line 1", "no scenario")]
    [TestCase("""{ "silence": "much" }""", "line 1", "no scenario")]
    public void WhatCannotBe_IsNamed(string json, string what, string why) => Assert.That(
        () => ScenarioReader.Read(json, Sims.Plan().Definitions),
        Throws.InstanceOf<ScenarioException>().With.Message.Contains(what).And.Message.Contains(why));

    [Test]
    public void AllProblems_ComeTogether() => Assert.That(
        () => ScenarioReader.Read(
            """{ "silense": 1, "steps": { "nowhere": {}, "decide": { "answers": { "Perhaps": 1 } } } }""",
            Sims.Plan().Definitions),
        Throws.InstanceOf<ScenarioException>().With.Property(nameof(ScenarioException.Problems)).Count.EqualTo(3));

    [Test]
    public void AScenario_SurvivesBeingWrittenAndRead()
    {
        var definitions = Sims.Plan().Definitions;
        var scenario = ScenarioReader.Read(
            """{ "silence": 0.25, "steps": { "review": { "silence": 0.5, "workingHours": [2, 3] } } }""", definitions);
        Assert.That(ScenarioReader.Read(scenario.ToJson(), definitions).ToJson(), Is.EqualTo(scenario.ToJson()));
    }

    [Test]
    public async Task TheExampleOfTheDocs_Runs()
    {
        var plan = Sims.Plan(organisations: 5);
        var example = Example().Match(await File.ReadAllTextAsync(Repository.Path("docs/simulation.md"))).Groups[1].Value;
        var scenario = ScenarioReader.Read(example, plan.Definitions);
        var (events, _) = await Sims.RunAsync(plan with { Scenario = scenario, Until = plan.From.AddMonths(4) });
        Assert.That(events, Is.Not.Empty);
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
