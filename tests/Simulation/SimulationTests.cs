using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Circulars;

namespace WorkflowHost.Tests.Simulation;

/// <summary>A definition is run through years before it is published: row 37, T86.</summary>
public sealed class SimulationTests
{
    [Test]
    public async Task TheSameSeed_GivesTheSameLines_AndAnotherSeedOthers()
    {
        var plan = Sims.Plan() with { Until = Sims.Plan().From.AddMonths(8) };
        var first = (await Sims.RunAsync(plan)).Events.Select(happened => happened.ToString()).ToList();
        // Ids that the rest of the process makes meanwhile must not show.
        Ids.New(DateTimeOffset.UnixEpoch);
        Assert.That((await Sims.RunAsync(plan)).Events.Select(happened => happened.ToString()), Is.EqualTo(first));
        Assert.That((await Sims.RunAsync(plan with { Seed = 2 })).Events.Select(happened => happened.ToString()),
            Is.Not.EqualTo(first));
    }

    [Test]
    public async Task T86_WithSilence_ItEndsWithBalancedBooks_AndShowsInboxesLateCasesAndMailsThatStayWhereTheyAre()
    {
        var plan = Sims.Plan(organisations: 40) with { Scenario = new Scenario { Silence = 0.1 } };
        var (events, summary) = await Sims.RunAsync(plan, async run =>
        {
            await DomainBooks.MustBalanceAsync(run.Database, run.Definitions);
            Assert.That(await run.Database.FirstAsync<long>(
                "select count(*) from outbox where attempts > 0 or done_at is not null"), Is.Zero);
            Assert.That(await run.Database.FirstAsync<long>("select count(*) from outbox"),
                Is.EqualTo(run.Report.Summary().Mails));
        });
        Assert.That(summary.DeadEnds, Is.Empty);
        Assert.That(summary.Ends.Keys, Is.SupersetOf(new[] { "granted", "confirmed" }));
        Assert.That(summary.Inboxes.Select(load => load.Inbox), Is.SupersetOf(new[] { "reviewer@BB", "director@BB" }));
        Assert.That(summary.LateCases, Is.Positive);
        Assert.That(summary.Late, Is.All.Matches<LateCase>(late => late.Days > 0));
        Assert.That(events.Select(happened => happened.At), Is.Ordered);
        Assert.That(events.Select(happened => happened.At.Offset).Distinct(), Is.EqualTo(new[] { TimeSpan.FromHours(7) }));
    }

    [Test]
    public async Task TheLoadOfAnInbox_AddsUpDayByDay()
    {
        var (events, summary) = await Sims.RunAsync(Sims.Plan() with { Until = Sims.Plan().From.AddMonths(8) });
        foreach (var load in summary.Inboxes)
        {
            var mine = events.Where(happened => happened.Inbox == load.Inbox).ToList();
            Assert.That(load.PerDay.Sum(), Is.EqualTo(mine.Count(happened => happened.Event == "task-opened")));
            Assert.That(load.OpenPerDay[^1], Is.EqualTo(mine.Count(happened => happened.Event == "task-opened")
                - mine.Count(happened => happened.Event is "task-answered" or "task-closed")));
            Assert.That(load.OpenPerDay.Max(), Is.EqualTo(load.MostOpen));
        }
        Assert.That(summary.Months.Sum(month => month.Mails), Is.EqualTo(summary.Mails));
    }

    [Test]
    public async Task Shares_AreKept_WithinWhatTheLotAllows()
    {
        var plan = Sims.Plan(organisations: 60);
        var scenario = ScenarioReader.Read(
            """
            { "silence": 0, "leaversPerYear": 0, "badLetters": 0, "filing": { "holders": 0, "again": 0 },
              "steps": { "bbl-access/decide": { "answers": { "Approve": 0.5, "Reject": 0.5 } } } }
            """, plan.Definitions);
        var (events, summary) = await Sims.RunAsync(plan with { Scenario = scenario, Until = plan.From.AddMonths(8) });
        var answers = events.Where(happened => happened is { Event: "task-answered", Step: "decide" }).ToList();
        Assert.That(answers, Has.Count.GreaterThan(60));
        Assert.That(answers.Count(answer => answer.Outcome == "Reject") / (double)answers.Count, Is.InRange(0.35, 0.65));
        Assert.That(summary.Open, Is.Zero, "nobody is silent");
        Assert.That(summary.Refusals, Is.Empty);
    }

    [Test]
    public async Task WhoIsNotCovered_IsRefusedByTheRealRules()
    {
        var (_, summary) = await Sims.RunAsync(Sims.Plan(organisations: 2_560) with
        {
            Until = Sims.Plan().From.AddDays(3),
            Scenario = new Scenario { Filing = new FilingShares { WithinDays = 1 } },
        });
        Assert.That(summary.Refusals["not-covered"], Is.EqualTo(2_560 - 2_548),
            "pao, city, town and tambon municipalities are 2,548");
    }

    [Test]
    public async Task T16_CutOffsOnDaysOff_AreCounted()
    {
        var (_, summary) = await Sims.RunAsync(Sims.Plan(Sims.Shipped("bbl-review"), organisations: 40));
        Assert.That(summary.DaysOff, Is.Not.Empty, "a review's window is counted in calendar days");
        Assert.That(summary.DaysOff.Select(day => day.Day), Is.Ordered);
    }

    [Test]
    public void ADefinitionThatCannotRun_SaysSoBeforeAnythingIsMade() => Assert.That(
        () => Sims.Plan(Sims.Shipped("bbl-access").Replace("Gov.RequireLetter", "Gov.RequireLeter", StringComparison.Ordinal)),
        Throws.InstanceOf<DefinitionException>());

    [Test]
    public void APlanThatCannotBe_IsRefused()
    {
        var plan = Sims.Plan();
        Assert.That((plan with { Organisations = 0 }).Problems(), Is.Not.Empty);
        Assert.That((plan with { Organisations = 7_851 }).Problems(), Is.Not.Empty);
        Assert.That((plan with { Until = plan.From }).Problems(), Is.Not.Empty);
        Assert.That((plan with { Until = plan.From.AddYears(11) }).Problems(), Is.Not.Empty);
        Assert.That(plan.Problems(), Is.Empty);
    }
}
