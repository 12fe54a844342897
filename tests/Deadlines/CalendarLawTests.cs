using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>
/// What holds of deadlines whatever the calendar: random holidays, special days, days of one office, leap days, month ends, the
/// fiscal year's boundary in Bangkok, midnight there and in UTC, and a host that was away when a deadline came. Some seeds are
/// fixed, one is new in each run; a failure names it.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CalendarLawTests(Func<TestDatabase> open)
{
    /// <summary>The city's office is open on a day on which nobody else works, and a reminder leaves then.</summary>
    const int OpenOnADayOff = 1_947_726_911;

    static readonly int[] Lengths = [1, 2, 3, 5, 10];
    static readonly int Fresh = Random.Shared.Next();

    static IEnumerable<TestCaseData> Seeds => Cases(1, 2, 3, 4, 5, 6, OpenOnADayOff);

    static IEnumerable<TestCaseData> FewSeeds => Cases(7);

    [TestCaseSource(nameof(Seeds))]
    public async Task DeadlinesAndReminders_KeepTheLawsOfTheCalendar(int seed)
    {
        var random = new Random(seed);
        await using var world = await World.OnAsync(open);
        var year = new RandomYear(world, random);
        await year.SettleAsync();
        await year.PublishAsync(Lengths);
        var (asked, answered) = (new List<WorkTask>(), new Dictionary<string, DateTimeOffset>());
        for (var day = 0; day < 12; day++)
        {
            await year.PassAsync(year.At(year.First.AddDays(day)));
            asked.Add(await OneAsync(year, random, seed));
            if (random.Next(3) == 0 && await OneOpenAsync(world) is { } task)
            {
                await world.AnswerAsync(task, ClerkOf(task.OrganisationCode), "Done", new { reason = "" });
                answered[task.Id] = world.Clock.GetUtcNow();
            }
            if (day == 6)
                await AddAHolidayAsync(year, random, seed);
        }
        await BeAwayAsync(year, random);
        await year.PassAsync(ThaiDate.EndOfDay(year.First.AddDays(RandomYear.Days)));
        await MustHaveFiredOnceAsync(world, asked, answered, seed);
        await MustHaveRemindedRightlyAsync(year, seed);
    }

    [TestCaseSource(nameof(FewSeeds))]
    public async Task A05_ACampaign_AsksEachRightOnceAYear_OnWorkingDays_NeverMoreThanTwiceTheMean_WhateverTheCalendar(
        int seed)
    {
        var random = new Random(seed);
        await using var campaign = await ReviewYear.WithAsync(open, 6, 6);
        var year = new RandomYear(campaign.World, random);
        await year.SettleAsync();
        await campaign.PlanAsync(campaign.Today.AddDays(2), campaign.Today.AddDays(2 + random.Next(8, 20)), percent: 100);
        var planned = (await Campaign.FindAsync(campaign.World.Database, campaign.Id))!;
        var away = random.Next(3, 9);
        await campaign.DaysPassAsync(away);
        await campaign.World.LeapsToAsync(campaign.World.Clock.GetUtcNow().AddDays(random.Next(2, 6)));
        await campaign.DaysPassAsync(planned.LastOn.DayNumber - campaign.Today.DayNumber + 12);
        var items = await campaign.ItemsAsync();
        Assert.That(items, Has.Count.EqualTo(27), $"seed {seed}");
        Assert.That(items.Select(item => item.OpenedOn), Has.None.Null, $"seed {seed}: everybody was asked");
        Assert.That(await campaign.World.Database.FirstAsync<long>(
            "select count(*) from instances where definition_id = 'bbl-review'"), Is.EqualTo(27), $"seed {seed}: once");
        Assert.That(
            items.Select(item => item.OpenedOn!.Value).Where(day => !year.Works(day)), Is.Empty, $"seed {seed}: days off");
        Assert.That(items.GroupBy(item => item.OpenedOn).Max(day => day.Count()), Is.LessThanOrEqualTo(planned.DayLimit),
            $"seed {seed}: more on a day than twice the mean");
    }

    // The new one has a name of its own, so that a test is called the same in every run.
    static IEnumerable<TestCaseData> Cases(params int[] seeds) =>
        seeds.Select(seed => new TestCaseData(seed)).Append(new TestCaseData(Fresh).SetArgDisplayNames("a new seed"));

    static string ClerkOf(string office) => office == DemoData.City ? "city-clerk" : "clerk";

    static async Task<WorkTask> OneAsync(RandomYear year, Random random, int seed)
    {
        var (length, office) = (Lengths[random.Next(Lengths.Length)], RandomYear.Offices[random.Next(2)]);
        var task = await year.AskAsync(length, office);
        var due = ThaiDate.BangkokDate(task.DueAt!.Value);
        Assert.That(year.Works(due, office), Is.True, $"seed {seed}: {due:O} is a day off");
        Assert.That(due, Is.EqualTo(year.After(ThaiDate.BangkokDate(task.OpenedAt), length, office)), $"seed {seed}");
        Assert.That(task.DueAt, Is.EqualTo(ThaiDate.EndOfDay(due)), $"seed {seed}: it ends with the day in Bangkok");
        return task;
    }

    static Task<WorkTask?> OneOpenAsync(World world) =>
        world.Database.FirstAsync<WorkTask>(
            "select * from tasks where kind = 'ask-organisation' and closed_at is null order by id");

    // A holiday brings none nearer, leaves none on a day off, and those that have passed where they are.
    static async Task AddAHolidayAsync(RandomYear year, Random random, int seed)
    {
        var world = year.World;
        var before = await DeadlinesAsync(world);
        var day = ThaiDate.BangkokDate(world.Clock.GetUtcNow()).AddDays(random.Next(1, 6));
        if (await IsHolidayAsync(world, day))
            return;
        await new HolidayList(world.Database, world.Calendar, world.Clock).AddAsync(
            day, "วันหยุดพิเศษ", "", officesClosed: true, await world.ActorAsync("operator"));
        year.Close(day, world.Clock.GetUtcNow());
        var notices = new DeadlineNotices(world.Database, world.Tools, world.Clock);
        await new HolidayMoves(world.Database, notices, world.Clock).RunAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        await new HolidayMoves(world.Database, notices, world.Clock).RunAsync();
        foreach (var (id, now) in await DeadlinesAsync(world))
        {
            Assert.That(now.DueAt, Is.GreaterThanOrEqualTo(before[id].DueAt), $"seed {seed}: nearer");
            if (now.State != Deadline.Open)
                Assert.That(now.DueAt, Is.EqualTo(before[id].DueAt), $"seed {seed}: it had passed");
            else
                Assert.That(
                    year.Works(ThaiDate.BangkokDate(now.DueAt), now.OrganisationCode), Is.True, $"seed {seed}: a day off");
        }
    }

    // The host stands still across the next deadlines, and finds them all when it is back.
    static async Task BeAwayAsync(RandomYear year, Random random)
    {
        var back = year.World.Clock.GetUtcNow() + TimeSpan.FromMinutes(random.Next(60, 6 * 24 * 60));
        year.World.Clock.SetTo(back);
        await Task.WhenAll(year.World.Runtime.RunDueAsync(parallel: 1), year.World.Runtime.RunDueAsync(parallel: 1));
    }

    static async Task MustHaveFiredOnceAsync(
        World world, List<WorkTask> asked, Dictionary<string, DateTimeOffset> answered, int seed)
    {
        var deadlines = await DeadlinesAsync(world);
        Assert.That(deadlines, Has.Count.EqualTo(asked.Count), $"seed {seed}");
        foreach (var deadline in deadlines.Values)
        {
            var isAnswered = answered.TryGetValue(deadline.TaskId, out var at);
            Assert.That(deadline.State, Is.EqualTo(isAnswered ? Deadline.Met : Deadline.Missed), $"seed {seed}");
            Assert.That(deadline.ClosedAt, isAnswered ? Is.EqualTo(at) : Is.GreaterThanOrEqualTo(deadline.DueAt), $"seed {seed}");
        }
        var missed = deadlines.Values.Where(deadline => deadline.State == Deadline.Missed).ToList();
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'task-overdue'"),
            Is.EqualTo(missed.Count), $"seed {seed}: each fires once");
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from incidents"), Is.Zero, $"seed {seed}");
        Assert.That(missed.OrderBy(deadline => deadline.DueAt).Select(deadline => deadline.ClosedAt), Is.Ordered,
            $"seed {seed}: who was due first fired first");
    }

    static async Task MustHaveRemindedRightlyAsync(RandomYear year, int seed)
    {
        var mails = await year.World.Database.QueryAsync<Reminder>(
            """
            select m.outbox_key, m.queued_at, m.send_at, t.organisation_code, t.opened_at, d.due_at, d.state, d.closed_at
            from case_mails m join tasks t on m.outbox_key like '%' || t.id || '%' join deadlines d on d.task_id = t.id
            where m.template = 'please-do'
            """);
        var reminders = mails.Where(mail => mail.Number > 0).ToList();
        Assert.That(reminders, Is.Not.Empty, $"seed {seed}: there is something to hold to the laws");
        foreach (var mail in reminders)
        {
            Assert.That(mail.QueuedAt, Is.LessThan(mail.DueAt), $"seed {seed}: after the deadline");
            if (mail.State == Deadline.Met)
                Assert.That(mail.QueuedAt, Is.LessThanOrEqualTo(mail.ClosedAt!.Value), $"seed {seed}: after the answer");
        }
        foreach (var mail in mails)
        {
            Assert.That(year.WorkedAsKnown(ThaiDate.BangkokDate(mail.SendAt), mail.QueuedAt, mail.OrganisationCode), Is.True,
                $"seed {seed}: it leaves on a day off");
            Assert.That(ThaiDate.BangkokTime(mail.SendAt), Is.InRange(new TimeOnly(8, 30), new TimeOnly(16, 30)), $"seed {seed}");
        }
        Assert.That(mails.Select(mail => mail.OutboxKey), Is.Unique, $"seed {seed}");
    }

    static async Task<Dictionary<string, Row>> DeadlinesAsync(World world) => (await world.Database.QueryAsync<Row>(
        """
        select d.id, d.task_id, d.due_at, d.state, d.closed_at, t.organisation_code
        from deadlines d join tasks t on t.id = d.task_id where t.kind = 'ask-organisation'
        """)).ToDictionary(row => row.Id);

    static async Task<bool> IsHolidayAsync(World world, DateOnly day) =>
        await world.Database.FirstAsync<long>("select count(*) from holidays where day = @day", new { day }) > 0;

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string TaskId { get; init; } = "";
        public DateTimeOffset DueAt { get; init; }
        public string State { get; init; } = "";
        public DateTimeOffset? ClosedAt { get; init; }
        public string OrganisationCode { get; init; } = "";
    }

    sealed class Reminder
    {
        public string OutboxKey { get; init; } = "";
        public DateTimeOffset QueuedAt { get; init; }
        public DateTimeOffset SendAt { get; init; }
        public string OrganisationCode { get; init; } = "";
        public DateTimeOffset DueAt { get; init; }
        public string State { get; init; } = "";
        public DateTimeOffset? ClosedAt { get; init; }

        /// <summary>0 for the mail that asks; otherwise which reminder it is.</summary>
        public int Number => int.Parse(OutboxKey.Split(':')[^2], CultureInfo.InvariantCulture);
    }
}
