using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Tests.Simulation;

/// <summary>T87: what never ends is found before it is published, with its place.</summary>
public sealed class DeadEndTests
{
    [Test]
    public async Task T87_AStepThatNobodyMayAnswer_IsFound()
    {
        var plan = Sims.Plan(Sims.Shipped("bbl-access").Replace("\"BB\"", "\"NOBODY\"", StringComparison.Ordinal)) with
        {
            Scenario = new Scenario { Silence = 0 },
            Until = new DateOnly(2024, 6, 1),
        };
        var found = (await Sims.RunAsync(plan)).Summary.DeadEnds.Single();
        Assert.That((found.Kind, found.Step, found.Definition), Is.EqualTo(("nobody-in-office", "review", "bbl-access")));
        Assert.That(found.Cases, Is.Positive);
        Assert.That(found.Example, Does.StartWith("bbl-access#"));
    }

    [Test]
    public async Task T87_ALoopOfPeople_ThatNeverEnds_IsFound()
    {
        var plan = Sims.Plan(organisations: 3);
        plan = plan with
        {
            Until = plan.From.AddYears(6),
            Scenario = ScenarioReader.Read(
                """
                { "silence": 0, "leaversPerYear": 0, "workingHours": [1, 2],
                  "filing": { "holders": 0, "again": 0 }, "steps": { "review": { "answers": { "SendBack": 1 } } } }
                """, plan.Definitions),
        };
        var (events, summary) = await Sims.RunAsync(plan);
        Assert.That(summary.DeadEnds.Select(found => found.Kind), Is.EqualTo(new[] { "endless-loop" }));
        Assert.That(summary.DeadEnds[0].Step, Is.AnyOf("letter", "review"));
        Assert.That(events.Count(happened => happened.Event == "endless-loop"), Is.EqualTo(summary.DeadEnds[0].Cases));
    }

    [Test]
    public async Task T87_ALoopOfTheClock_ThatNeverEnds_IsFoundAndStopped()
    {
        var summary = await TrialAsync(Sims.Step("pause", "Elsa.Delay", "timeSpan", "TimeSpan", "00:00:01"),
            Sims.Arrow("start", "Done", "pause") + "," + Sims.Arrow("pause", "Done", "pause"), endless: true);
        Assert.That(summary.DeadEnds.Select(found => (found.Kind, found.Step)), Is.EqualTo(new[] { ("endless-loop", "pause") }));
        Assert.That(summary.DeadEnds[0].Cases, Is.EqualTo(3));
    }

    [Test]
    public async Task T87_AnEventThatNobodySends_IsFound()
    {
        var summary = await TrialAsync(Sims.Step("wait", "Elsa.Event", "eventName", "String", "never"),
            Sims.Arrow("start", "Done", "wait") + "," + Sims.Arrow("wait", "Done", "end"));
        Assert.That(summary.DeadEnds.Select(found => (found.Kind, found.Step, found.Detail)),
            Is.EqualTo(new[] { ("event-never-comes", "wait", "never") }));
    }

    [Test]
    public async Task T87_AFault_IsFound()
    {
        var summary = await TrialAsync(Sims.Step("broken", "Elsa.Fault", "message", "String", "planted"),
            Sims.Arrow("start", "Done", "broken"), endless: true);
        Assert.That(summary.DeadEnds.Select(found => (found.Kind, found.Step)), Is.EqualTo(new[] { ("incident", "broken") }));
        Assert.That(summary.DeadEnds[0].Detail, Does.Contain("planted"));
    }

    [Test]
    public void T87_ALoopInWhichNothingWaits_IsRefusedBeforeItRuns()
    {
        var json = Sims.Chart(Sims.Step("say", "Elsa.WriteLine", "text", "String", "round"),
            Sims.Arrow("start", "Done", "say") + "," + Sims.Arrow("say", "Done", "say"));
        Assert.That(() => Sims.Plan(json), Throws.InstanceOf<DefinitionException>().With.Message.Contains("'say'"));
    }

    static async Task<SimulationSummary> TrialAsync(string step, string arrows, bool endless = false)
    {
        var json = Sims.Chart(step, arrows, ends: !endless);
        var plan = Sims.Plan(json, organisations: 3);
        return (await Sims.RunAsync(plan with { Until = plan.From.AddMonths(4) })).Summary;
    }
}
