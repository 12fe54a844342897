using System.Text;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Simulation;

/// <summary>An operator sees what a day would bring, and the day doesn't come.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class RehearsalTests(Func<TestDatabase> open)
{
    const string ReviewStep = "\"name\": \"review\",";

    World world = null!;
    Rehearsal rehearsal = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.OnAsync(open);
        rehearsal = new Rehearsal(world.Database, world.Tools, world.Clock);
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task ItCountsRemindersExpiriesLevelsAndMails_AsTheyThenReallyCome_AndTheLiveStoreStaysAsItWas()
    {
        await EscalatedAsync();
        var task = await InReviewAsync();
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update rights set review_on = @day where id = 'city-1'", new { day = Today.AddDays(3) }));
        var before = await EverythingAsync();
        var until = Today.AddDays(11);

        var result = await rehearsal.RunAsync(until, "", await world.ActorAsync("operator"));
        Assert.That(await EverythingAsync(), Is.EqualTo(before), "not a row of the live store has changed");
        Assert.That((result.IsCutOff, result.LeftCasesOut, result.Incidents), Is.EqualTo((false, false, 0L)));
        Assert.That(result.Cases, Is.EqualTo(1));
        Assert.That((result.Expiries, result.EscalationLevels, result.ReviewsOpened), Is.EqualTo((1L, 2L, 1L)));

        var (asked, mails) = (await RemindersAsync(), await MailsAsync());
        await world.PassesAsync(ThaiDate.EndOfDay(until) - world.Clock.GetUtcNow());
        while (await new EscalationLadder(world.Database, world.Tools, world.Clock).RunDueAsync() > 0)
            continue;
        Assert.That(result.Reminders, Is.GreaterThan(0).And.EqualTo(await RemindersAsync() - asked), "so many came");
        Assert.That(result.Mails.Sum(mail => mail.Mails), Is.EqualTo(await MailsAsync() - mails), "so many were queued");
        Assert.That(await world.Database.FirstAsync<string>("select state from deadlines where task_id = @Id", task),
            Is.EqualTo("missed"));
    }

    [Test]
    public async Task OfACampaign_ItShowsWhoIsAsked_AndWhichWayTheSilentGo()
    {
        var id = await world.CampaignPlan.PlanAsync(
            new CampaignForm("BBL", Today.AddDays(1), Today.AddDays(10), 100, false), await world.ActorAsync("operator"));
        var result = await rehearsal.RunAsync(Today.AddDays(60), "A", await world.ActorAsync("operator"));
        var held = await world.Database.FirstAsync<long>("select count(*) from review_items where campaign_id = @id", new { id });
        Assert.That(result.ReviewsOpened, Is.EqualTo(held));
        Assert.That(result.Ways.Where(way => way.Outcome == "NoAnswer").Sum(way => way.Cases), Is.GreaterThanOrEqualTo(held));
        Assert.That(
            result.First, Has.Count.GreaterThan(0).And.All.Matches<RehearsalResult.WayOfCase>(way => way.At > result.From));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from reviews"), Is.Zero);
        Assert.That((await rehearsal.RunAsync(Today.AddDays(60), "B", await world.ActorAsync("operator"))).ReviewsOpened, Is.Zero,
            "another circular's cases are left out");
    }

    [Test]
    public async Task WhatIsTooMuch_IsCutOff_AndSaysSo()
    {
        await InReviewAsync();
        await world.FileAsync("city-clerk", DemoData.City, RequestKind.New, "city-officer2");
        var keeper = await world.ActorAsync("operator");
        var result = await rehearsal.RunAsync(Today.AddDays(20), "", keeper, mostCases: 1);
        Assert.That((result.Cases, result.LeftCasesOut), Is.EqualTo((1, true)));
        foreach (var day in (DateOnly[])[Today.AddDays(-1), Today.AddDays(Rehearsal.FurthestDays + 1)])
            Assert.That(Assert.ThrowsAsync<RefusedException>(() => rehearsal.RunAsync(day, "", keeper))!.Code,
                Is.EqualTo("rehearsal-day"));
        var auditor = await world.ActorAsync("auditor");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => rehearsal.RunAsync(Today, "", auditor))!.Code,
            Is.EqualTo("operator-only"));
    }

    DateOnly Today => ThaiDate.BangkokDate(world.Clock.GetUtcNow());

    // The reviewer's step gets two levels.
    Task EscalatedAsync() => world.PublishAsync("bbl-access", ReviewStep, ReviewStep + """
        "escalate": { "expression": { "type": "Object", "value": "[\"1 director\",\"2 call\"]" }, "typeName": "String[]" },
        """);

    async Task<WorkTask> InReviewAsync()
    {
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk");
        return await world.OpenTaskAsync(request, WorkTask.Review);
    }

    Task<long> RemindersAsync() =>
        world.Database.FirstAsync<long>("select cast(coalesce(sum(reminders), 0) as bigint) from tasks");

    Task<long> MailsAsync() => world.Database.FirstAsync<long>("select count(*) from case_mails");

    // Every row of every table, as text.
    async Task<string> EverythingAsync()
    {
        var tables = await world.Database.QueryAsync<string>(world.Database.Dialect == "sqlite"
            ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
            : "select tablename from pg_tables where schemaname = 'public' order by tablename");
        Assert.That(tables, Has.Count.GreaterThan(60));
        var all = new StringBuilder();
        foreach (var table in tables)
            foreach (var row in (await world.Database.QueryAsync<object>($"select * from {table}"))
                .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values)).Order(StringComparer.Ordinal))
                all.Append(table).Append(':').AppendLine(row);
        return all.ToString();
    }
}
