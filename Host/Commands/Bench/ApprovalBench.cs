using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// Approvals as they really run: a request with its instance, task and audit row; a decision by a person whose membership is
/// looked up; a right on a seat. Each call answers after its commit.
/// </summary>
sealed class ApprovalBench
{
    static readonly string Approval =
        JsonSerializer.Serialize(new DecisionAnswer("bench", Via: "api"), JsonSerializerOptions.Web);

    readonly Database database;
    readonly TimeProvider clock;
    readonly BenchCountry country;
    readonly WorkflowRuntime runtime;
    int started;
    int decided;

    ApprovalBench(Database database, TimeProvider clock, BenchCountry country, WorkflowRuntime runtime) =>
        (this.database, this.clock, this.country, this.runtime) = (database, clock, country, runtime);

    public static async Task<ApprovalBench> PrepareAsync(Database database, TimeProvider clock)
    {
        await Preparation.MigrateAsync(database, clock);
        var country = await BenchCountry.SettleAsync(database, clock.GetUtcNow());
        var definitions = Definitions(database, clock);
        await definitions.PublishAsync([ApprovalDefinition.Json]);
        return new ApprovalBench(database, clock, country, Runtime(database, definitions, clock));
    }

    /// <summary>On a store that was prepared before: what a host does until it is ready. It can decide and not start.</summary>
    public static async Task<ApprovalBench> OpenAsync(Database database, TimeProvider clock)
    {
        await Preparation.MigrateAsync(database, clock);
        var runtime = Runtime(database, Definitions(database, clock), clock);
        await runtime.RunDueAsync();
        return new ApprovalBench(database, clock, BenchCountry.Nowhere, runtime);
    }

    /// <summary>Files the next request and starts its workflow, up to where it waits for the decision.</summary>
    public async Task StartAsync()
    {
        var number = Interlocked.Increment(ref started) - 1;
        var now = clock.GetUtcNow();
        var organisation = country.LocalGovernments[number % country.LocalGovernments.Count];
        var id = Ids.New(now);
        await runtime.StartAsync(
            new StartRequest(
                ApprovalDefinition.Id, CorrelationId: id, Inputs: new Dictionary<string, object?> { ["requestId"] = id },
                StartKey: "form:" + id, By: BenchCountry.Officer(organisation)),
            (transaction, instanceId) =>
            {
                Request(id, instanceId, organisation, 1 + number / country.LocalGovernments.Count, now).Insert(transaction);
                AuditTrail.Add(
                    transaction, now, BenchCountry.Officer(organisation), "request-filed", "request", id, organisation.Code,
                    "A-08", "new BBL");
                return Task.CompletedTask;
            });
    }

    /// <summary>So many of those that wait for a decision: the last that came.</summary>
    public Task<IReadOnlyList<string>> WaitingAsync(int count) => database.QueryAsync<string>(
        "select id from tasks where closed_at is null order by id desc limit @count", new { count });

    /// <exception cref="InvalidOperationException">The decision was not taken.</exception>
    public async Task DecideAsync(string task)
    {
        var reviewer = BenchCountry.Reviewer(Interlocked.Increment(ref decided));
        var result = await runtime.ResumeAsync(task, new Stimulus(Activities.Approvals.Approval.Approve, reviewer, Approval));
        if (result is not StepResult.Moved)
            throw new InvalidOperationException($"The decision on task {task} was not taken: {result}");
    }

    /// <summary>A bench that did not do its work measures nothing.</summary>
    /// <param name="waiting">So many still wait.</param>
    /// <exception cref="InvalidOperationException">Not every other request became a right, or something failed.</exception>
    public async Task MustBeDoneAsync(int waiting)
    {
        var done = await database.FirstAsync<Books>(
            """
            select (select count(*) from instances where status = 'Finished') as finished,
              (select count(*) from rights where valid_to is null and decision_id is not null) as rights,
              (select count(*) from decisions) as decisions,
              (select count(*) from requests where stage = 'granted') as granted,
              (select count(*) from bookmarks) + (select count(*) from incidents) as left_over
            """);
        if (done is null || done.LeftOver != waiting
            || ((long[])[done.Finished, done.Rights, done.Decisions, done.Granted]).Any(count => count != started - waiting))
            throw new InvalidOperationException(
                $"The books do not balance after {started} approvals: {JsonSerializer.Serialize(done)}");
    }

    static DefinitionStore Definitions(Database database, TimeProvider clock) => new(database, AllActivities.Catalog(
        new Tools(new OfficeCalendar(), MailTemplates.Load(Folders.MailTemplates), "https://bench.example")), clock);

    static WorkflowRuntime Runtime(Database database, DefinitionStore definitions, TimeProvider clock) =>
        new(database, definitions, clock, NullLogger<WorkflowRuntime>.Instance);

    static Request Request(string id, string instanceId, Activities.Organisations.OrganisationRow organisation, int seat,
        DateTimeOffset now) => new()
        {
            Id = id,
            Reference = Reference.New("BBL", now),
            CircularId = "A",
            InstanceId = instanceId,
            System = "BBL",
            Kind = RequestKind.New,
            OrganisationCode = organisation.Code,
            OrganisationType = organisation.Type,
            Seat = seat,
            PersonId = BenchCountry.Officer(organisation),
            FiledBy = BenchCountry.Officer(organisation),
            FiledAt = now,
            ReceivedAt = now,
            Stage = "filed",
            StageAt = now,
        };

    sealed class Books
    {
        public long Finished { get; init; }
        public long Rights { get; init; }
        public long Decisions { get; init; }
        public long Granted { get; init; }
        public long LeftOver { get; init; }
    }
}
