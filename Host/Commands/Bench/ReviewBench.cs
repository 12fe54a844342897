using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// A yearly review as it really runs: the shipped definition, mails rendered and queued, deadlines, the brake's counts.
/// </summary>
sealed class ReviewBench
{
    const string Operator = "bench-operator";
    const int AtOnce = 1_000;
    const int SeatsEach = 12;

    static readonly string Confirm = JsonSerializer.Serialize(new DecisionAnswer("", Via: "api"), JsonSerializerOptions.Web);

    readonly Database database;
    readonly BenchClock clock;
    readonly WorkflowRuntime runtime;
    readonly CampaignPlan plan;
    readonly CampaignJob job;
    readonly YearlyReview reviews;
    readonly MailFold fold;
    readonly int rights;

    ReviewBench(Database database, BenchClock clock, Tools tools, WorkflowRuntime runtime, int rights)
    {
        (this.database, this.clock, this.runtime, this.rights) = (database, clock, runtime, rights);
        plan = new CampaignPlan(database, tools.Calendar, clock);
        job = new CampaignJob(database, runtime, tools.Calendar, clock);
        reviews = new YearlyReview(database, runtime, clock);
        fold = new MailFold(database, tools, clock);
    }

    public static async Task<ReviewBench> PrepareAsync(Database database, BenchClock clock, int rights)
    {
        await Preparation.MigrateAsync(database, clock);
        await ShippedFacts.LoadAsync(database, clock);
        var country = await BenchCountry.SettleAsync(database, clock.GetUtcNow());
        await SettleAsync(
            database, clock.GetUtcNow(), [.. country.LocalGovernments.Take(Math.Max(1, rights / SeatsEach))], rights);
        var calendar = new OfficeCalendar();
        await calendar.ReloadAsync(database);
        var tools = new Tools(calendar, MailTemplates.Load(Folders.MailTemplates), "https://bench.example");
        var definitions = new DefinitionStore(database, AllActivities.Catalog(tools), clock);
        await definitions.PublishAsync([await File.ReadAllTextAsync(Path.Combine(Folders.Workflows, "bbl-review.json"))]);
        return new ReviewBench(database, clock, tools,
            new WorkflowRuntime(database, definitions, clock, NullLogger<WorkflowRuntime>.Instance), rights);
    }

    /// <summary>Every working day of the coming week.</summary>
    public async Task PlanAsync(int days)
    {
        var first = ThaiDate.BangkokDate(clock.GetUtcNow()).AddDays(1);
        await plan.PlanAsync(new CampaignForm("BBL", first, first.AddDays(days + 1), 100, false),
            (await Actor.FindAsync(database, Operator, clock.GetUtcNow()))!);
    }

    /// <summary>What the timetable does on a day.</summary>
    public async Task DayAsync()
    {
        await runtime.RunDueAsync();
        await reviews.OpenDueAsync();
        await job.RunAsync(parallel: 64);
        await runtime.RunDueAsync();
    }

    public Task FoldAsync()
    {
        clock.Push(TimeSpan.FromMinutes(10));
        return fold.RunAsync();
    }

    /// <summary>The open tasks of every second seat, each with its holder.</summary>
    public Task<IReadOnlyList<string>> HalfAsync() => database.QueryAsync<string>(
        """
        select t.id || ' ' || r.person_id from tasks t join rights r on r.id = t.right_id
        where t.closed_at is null and r.seat % 2 = 1 order by t.id
        """);

    /// <param name="task">With the person who answers, as <see cref="HalfAsync"/> gives it.</param>
    public async Task AnswerAsync(string task)
    {
        var parts = task.Split(' ');
        if (await runtime.ResumeAsync(parts[0], new Stimulus(ReviewAnswers.Confirm, parts[1], Confirm)) is var result
            and not StepResult.Moved)
            throw new InvalidOperationException($"The answer to {task} was not taken: {result}");
    }

    public Task<long> PlannedAsync() => CountAsync("select count(*) from review_items");

    public Task<long> OpenedAsync() => CountAsync("select count(*) from review_items where state = 'open'");

    public Task<long> MailsAsync() => CountAsync("select count(*) from case_mails where folded_at is not null");

    public Task<long> RemindersAsync() => CountAsync("select cast(coalesce(sum(reminders), 0) as bigint) from tasks");

    public Task<long> ClosedAsync() => CountAsync(
        "select count(*) from review_items where outcome = 'confirmed' or silenced_at is not null");

    public Task<long> RevokedAsync() => CountAsync("select count(*) from review_items where outcome = 'revoked'");

    /// <exception cref="InvalidOperationException">Not everybody was asked once and every review closed.</exception>
    public async Task MustBeDoneAsync()
    {
        var left = await CountAsync(
            """
            select (select count(*) from review_items where state <> 'closed') + (select count(*) from bookmarks)
                + (select count(*) from incidents) + (select count(*) from instances where status <> 'Finished')
            """);
        var done = await CountAsync("select count(*) from review_items where outcome in ('confirmed', 'revoked')");
        if (left > 0 || done != rights)
            throw new InvalidOperationException($"The books do not balance: {done} of {rights} done, {left} left over.");
    }

    async Task<long> CountAsync(string query) => await database.FirstAsync<long>(query);

    static async Task SettleAsync(Database database, DateTimeOffset now, IReadOnlyList<OrganisationRow> organisations, int rights)
    {
        await database.WriteAsync(transaction =>
        {
            BenchCountry.Add(transaction, Operator, "BB", Role.Operator, now);
            foreach (var organisation in organisations)
                BenchCountry.Add(transaction, "clerk-" + organisation.Code, organisation.Code, Role.Clerk, now);
            return Task.CompletedTask;
        });
        foreach (var numbers in Enumerable.Range(0, rights).Chunk(AtOnce))
            await database.WriteAsync(transaction =>
            {
                foreach (var number in numbers)
                    Hold(transaction, organisations[number % organisations.Count], 1 + number / organisations.Count, now);
                return Task.CompletedTask;
            });
    }

    static void Hold(Transaction transaction, OrganisationRow organisation, int seat, DateTimeOffset now)
    {
        var holder = $"holder-{organisation.Code}-{seat}";
        BenchCountry.Add(transaction, holder, organisation.Code, Role.Officer, now);
        new Right
        {
            Id = $"right-{organisation.Code}-{seat}",
            System = "BBL",
            OrganisationCode = organisation.Code,
            Seat = seat,
            PersonId = holder,
            ValidFrom = now.AddYears(-1),
            ConfirmedAt = now.AddYears(-1),
            ReviewOn = ReviewDay.After(now, 12),
        }.Insert(transaction);
    }
}
