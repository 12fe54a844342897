using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Cascade;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Simulation;

/// <summary>A circular of which each organisation has one instance is simulated too: whom it covers, by its own days.</summary>
public sealed class PerOrganisationTests
{
    static readonly string Roster = PerOrganisation.Of("roster", "E", ["province", "district"],
        [
            Step("ask", "Gov.AskOrganisation", new
            {
                title = Literal("ส่งรายชื่อ"),
                titleEn = Literal("Send the roster"),
                rule = Literal("E-03"),
                roles = Strings("clerk", "coordinator"),
                dueDate = Literal("E-03"),
                evidence = Literal(AskOrganisation.Required),
                goesOnWhenOverdue = Literal("True"),
            }),
            Step("over", "Elsa.End"), Step("late", "Elsa.End"), Step("outside", "Elsa.End"),
        ],
        ["cover.Done -> ask", "cover.NotCovered -> outside", "ask.Done -> over", "ask.Overdue -> late"]);

    [Test]
    public async Task T86_ItBeginsWithTheLetter_CoversItsOffices_AndTellsWhoIsLateByTheCircularsOwnDay()
    {
        var plan = Sims.Plan(Roster, organisations: 954) with
        {
            Scenario =
                new Scenario
                {
                    Silence = 0,
                    Filing = new FilingShares { WithinDays = 2 },
                    Steps = new Dictionary<string,
                StepShares>
                    {
                        ["ask"] = new(Silence: 0.1),
                    }
                },
        };
        Assert.That(plan.From, Is.EqualTo(new DateOnly(2022, 6, 10)), "DOPA's letter");
        var (events, summary) = await Sims.RunAsync(plan with { Until = plan.From.AddMonths(2) });
        var opened = events.Where(happened => happened.Event == "task-opened").ToList();
        Assert.That(opened, Has.Count.EqualTo(954), "76 provinces and 878 districts");
        Assert.That(
            opened.Select(happened => happened.Inbox!.Split('@')[1]).Distinct(),
            Is.EquivalentTo(new[] { "district", "province" }));
        Assert.That(
            opened.Select(happened => happened.Due).Distinct().Single()!.Value.ToString("O"),
            Does.StartWith("2022-06-16T23:59:59"));
        var late = events.Count(happened => happened.Event == "cut-off-missed");
        Assert.That(late, Is.InRange(60, 140), "one in ten");
        Assert.That(summary.DeadEnds, Is.Empty);
    }

    [Test]
    public async Task T13_B_AccountsAndSystemsAreAskedFor_ApprovedByTheOwnAdmin_AndWaitForTheOpening()
    {
        var plan = Sims.Plan(Sims.Shipped("eplan-sso"), organisations: 30) with
        {
            From = new DateOnly(2023, 9, 27),
            Until = new DateOnly(2023, 12, 1),
            Scenario = new Scenario { Silence = 0.05, LeaversPerYear = 0, Filing = new FilingShares { WithinDays = 3 } },
        };
        var (events, summary) = await Sims.RunAsync(plan);
        Assert.That(events.Count(happened => happened.Event == "request-filed"), Is.GreaterThanOrEqualTo(20));
        Assert.That(summary.Inboxes.Select(load => load.Inbox), Has.Some.StartsWith("admin_sso@"));
        var granted = events.Where(happened => happened.Event == "right-granted").ToList();
        Assert.That(granted, Is.Not.Empty);
        // B-06: nothing takes effect while e-Plan is closed.
        Assert.That(
            granted.Where(
                happened => happened.At.Date >= new DateTime(2023, 9, 30) && happened.At.Date < new DateTime(2023, 10, 2)),
            Is.Empty);
        Assert.That(summary.DeadEnds.Where(end => end.Kind != "no-cut-off"), Is.Empty);
    }

    [Test]
    public async Task T86_E_TheRollout_IsPlayedFromTheLetterToGoLive_WithOrderAnnexAndPurge()
    {
        var plan = Sims.Plan(Sims.Shipped("ebill-rollout"), organisations: 40) with
        {
            Scenario = new Scenario { Filing = new FilingShares { WithinDays = 2 } },
        };
        var (events, summary) = await Sims.RunAsync(plan with { Until = plan.From.AddMonths(3) }, async run =>
        {
            var certificate = await run.Database.FirstAsync<long>("select count(*) from trial_entries");
            Assert.That(certificate, Is.Zero, "purged");
            Assert.That(await run.Database.FirstAsync<long>("select count(*) from outbox where attempts > 0"), Is.Zero);
        });
        int Number(string name) => events.Count(happened => happened.Event == name);
        Assert.That(Number("order-signed"), Is.Positive);
        Assert.That(Number("registered") + Number("registered-waiting-order"), Is.Positive);
        Assert.That(Number("trial-purged"), Is.EqualTo(1));
        Assert.That(Number("trial-complete") + Number("trial-short"), Is.Positive);
        Assert.That(summary.DeadEnds.Where(end => end.Kind != "no-cut-off"), Is.Empty);
    }

    [Test]
    public async Task T86_C_ListsDisputesLateUnitsAndClaims_ArePlayedFromTheLetterToTheNewSystem()
    {
        var plan = Sims.Plan(Sims.Shipped("elaas-onboarding"), organisations: 25) with
        {
            Scenario = new Scenario { Silence = 0.2, BadLetters = 0.2, Filing = new FilingShares { WithinDays = 2 } },
        };
        Assert.That((plan.From, plan.Until), Is.EqualTo((new DateOnly(2024, 1, 15), new DateOnly(2025, 1, 1))));
        var (events, summary) = await Sims.RunAsync(plan, async run =>
        {
            Assert.That(await run.Database.FirstAsync<long>("select count(*) from outbox where attempts > 0"), Is.Zero);
            Assert.That(await run.Database.FirstAsync<long>("select count(*) from site_holders"), Is.Positive);
        });
        var seen = events.Select(happened => happened.Event).ToHashSet();
        Assert.That(seen, Is.SupersetOf(new[]
        {
            "sub-unit-added", "sub-unit-disputed", "sub-unit-changed", "sub-unit-confirmed", "late-add-asked", "late-add-made",
            "site-created", "site-claimed", "code-wrong",
        }));
        Assert.That(summary.Refusals.Keys, Is.SupersetOf(new[] { "operates", "not-named", "code-wrong" }));
        Assert.That(events.Where(happened => happened.Event == "site-claimed").Select(happened => happened.At.Date),
            Is.All.GreaterThanOrEqualTo(new DateTime(2024, 9, 25)));
        Assert.That(summary.LateCases, Is.Positive);
        Assert.That(summary.DeadEnds.Single(end => end.Kind == "event-never-comes").Step, Is.EqualTo("claims"),
            "who never claims is one line, however many they are");
    }

    [Test]
    public async Task T86_D_DutiesTrainingsAndSilence_ArePlayed_AndTheSameSeedPlaysTheSame()
    {
        var plan = Sims.Plan(Sims.Shipped("eplan-roles"), organisations: 20) with { Scenario = new Scenario { Silence = 0.3 } };
        Assert.That((plan.From, plan.Until), Is.EqualTo((new DateOnly(2018, 10, 5), new DateOnly(2019, 1, 5))));
        var (events, summary) = await Sims.RunAsync(plan);
        Assert.That(events.Select(happened => happened.Event), Is.SupersetOf(new[]
        {
            "analyst-map", "duty-assigned", "duties-reported", "duty-training", "credentials-issued", "duty-quiet-planning",
            "duty-quiet-executive",
        }));
        Assert.That(summary.Refusals, Is.Empty);
        Assert.That(summary.DeadEnds.Select(end => (end.Kind, end.Step)), Is.SubsetOf(new[]
        {
            ("no-cut-off", "assign"), ("event-never-comes", "credentials"),
        }));
        Assert.That((await Sims.RunAsync(plan)).Events, Is.EqualTo(events));
    }

    [Test]
    public async Task ACircularThatWasRegistered_IsPlayedByItsOwnDates()
    {
        var facts = ShippedData.Circulars().Single(circular => circular.Id == "E") with
        {
            Id = "DLA-9",
            Documents = [],
            Dates = [new("DLA-9-01", new DateOnly(2026, 7, 1), null, "deadline", "DOPA", "วันสุดท้าย", "Last day")],
            Clauses = [new("DLA-9-01", "ให้รายงาน", "รายงาน", "Report")],
        };
        var roster = Roster.Replace("\"E-03\"", "\"DLA-9-01\"", StringComparison.Ordinal)
            .Replace("\"E\"", "\"DLA-9\"", StringComparison.Ordinal);
        var plan = new SimulationPlan(roster, [], Repository.MailTemplates, [facts]) { Organisations = 3 };
        Assert.That(plan.Until, Is.EqualTo(new DateOnly(2026, 10, 1)), "three months after its last day");
        var (events, summary) = await Sims.RunAsync(
            plan with { From = new DateOnly(2026, 6, 1), Scenario = new Scenario { Silence = 1 } });
        Assert.That(
            events.Where(happened => happened.Event == "task-opened").Select(happened => happened.Due!.Value.ToString("O"))
            .Distinct().Single(),
            Does.StartWith("2026-07-01T23:59:59"));
        Assert.That(summary.DeadEnds, Is.Empty);
    }

    [Test]
    public async Task ACircularThatAnyAgencyMaySend_IsPlayedWithoutDates()
    {
        var plan = Sims.Plan(Sims.Shipped("circular-report"), organisations: 3);
        Assert.That(plan.Until, Is.EqualTo(plan.From.AddYears(2)));
        Assert.That((await Sims.RunAsync(plan with { Until = plan.From.AddMonths(3) })).Summary.Started, Is.EqualTo(3));
    }
}
