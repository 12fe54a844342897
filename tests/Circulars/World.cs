using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The demo province on a real store, with the shipped definitions, people who act, and a clock to push.</summary>
sealed class World : IAsyncDisposable
{
    readonly TestDatabase store;
    /// <summary>The same in every world: what one sealed, another opens.</summary>
    static readonly byte[] VaultSecret = System.Text.Encoding.ASCII.GetBytes("a secret of the tests, 32 bytes+");

    Tools tools = null!;
    bool allowsStandIn = true;

    World(TestDatabase store, TestClock clock)
    {
        this.store = store;
        Clock = clock;
    }

    /// <summary>Monday, 2 March 2026, 09:00 in Bangkok.</summary>
    public TestClock Clock { get; }

    public Database Database => store.Database;
    public Tools Tools => tools;
    public CitizenIds Vault { get; private set; } = null!;
    public WorkflowRuntime Runtime { get; private set; } = null!;
    public DefinitionStore Definitions { get; private set; } = null!;
    public Filing Filing { get; private set; } = null!;
    public Revocation Revocation { get; private set; } = null!;
    public Withdrawal Withdrawal { get; private set; } = null!;
    public YearlyReview YearlyReview { get; private set; } = null!;
    public CampaignPlan CampaignPlan { get; private set; } = null!;
    public CampaignJob CampaignJob { get; private set; } = null!;
    public CampaignDesk CampaignDesk { get; private set; } = null!;
    public GapAlarms GapAlarms { get; private set; } = null!;
    public StepUp StepUp { get; private set; } = null!;
    public Departure Departure { get; private set; } = null!;
    public Deputies Deputies { get; private set; } = null!;
    public DeputyMails DeputyMails { get; private set; } = null!;
    public Drafts Drafts { get; private set; } = null!;
    public WindowDesk WindowDesk { get; private set; } = null!;
    public WindowNotices WindowNotices { get; private set; } = null!;

    /// <summary>Off where a test breaks the store by hand.</summary>
    public bool BooksMustBalance { get; set; } = true;

    /// <summary>By night too, for a story whose every hour stands written.</summary>
    public bool PassesEveryHour { get; set; }

    /// <summary>Runs the clockwork in quiet hours too, and insists that it moves nothing.</summary>
    public bool DoubtsQuietHours { get; set; }

    public OfficeCalendar Calendar { get; } = new();

    public static async Task<World> OnAsync(Func<TestDatabase> open, DateTimeOffset? now = null, bool allowsStandIn = true)
    {
        var world = new World(open(), new TestClock(now)) { allowsStandIn = allowsStandIn };
        await world.store.StartFromAsync($"the demo province on {world.Clock.GetUtcNow():O}", PrepareAsync);
        await world.OpenAsync();
        return world;

        async Task PrepareAsync(TestDatabase store)
        {
            var first = new World(store, new TestClock(now));
            await store.MigrateAsync(first.Clock, typeof(WorkflowRuntime).Assembly, typeof(AllActivities).Assembly);
            await ShippedFacts.LoadAsync(store.Database, first.Clock);
            await ShippedWindows.LoadAsync(store.Database);
            await DemoData.LoadAsync(store.Database, first.Clock, password => "hash of " + password);
            // What the demo province went through before is no part of any story.
            await store.Database.WriteAsync(transaction => transaction.ExecuteAsync("delete from audit", new { }));
            await first.OpenAsync();
            await first.Definitions.PublishAsync(
                Directory.GetFiles(Repository.Path("Workflows"), "*.json").Select(File.ReadAllText));
        }
    }

    /// <summary>A host on a store that was prepared before.</summary>
    public static async Task<World> AgainAsync(TestDatabase store, TestClock clock)
    {
        var world = new World(store, clock) { BooksMustBalance = false };
        await world.OpenAsync();
        return world;
    }

    /// <summary>Publishes a definition as shipped but for one text in it.</summary>
    public Task PublishAsync(string definition, string shipped, string instead)
    {
        var text = File.ReadAllText(Repository.Path($"Workflows/{definition}.json"));
        Assert.That(text, Does.Contain(shipped));
        return Definitions.PublishAsync([text.Replace(shipped, instead, StringComparison.Ordinal)
            .Replace("\"version\": 1,\n  \"toolVersion\"", "\"version\": 2,\n  \"toolVersion\"", StringComparison.Ordinal)]);
    }

    public async Task RestartAsync()
    {
        await store.ReopenAsync();
        await OpenAsync();
    }

    public async Task<Actor> ActorAsync(string person) => (await Actor.FindAsync(Database, person, Clock.GetUtcNow()))!;

    /// <summary>Files a request; <paramref name="by"/> is a demo account.</summary>
    public async Task<Request> FileAsync(string by, string organisation, string kind, string? person = null, string? oldRight = null,
        string system = "BBL", string? formKey = null)
    {
        var filed = await Filing.FileAsync(
            new RequestForm(formKey ?? Guid.NewGuid().ToString(), system, kind, organisation, person, oldRight, ""), await ActorAsync(by));
        return await RequestAsync(filed.RequestId);
    }

    public async Task<Request> RequestAsync(string id) => (await Database.FirstAsync<Request>("select * from requests where id = @id", new { id }))!;

    public async Task<WorkTask> OpenTaskAsync(Request request, string kind) =>
        await Database.FirstAsync<WorkTask>(
            "select * from tasks where request_id = @Id and kind = @kind and closed_at is null", new { request.Id, kind })
        ?? throw new InvalidOperationException(
            $"The request {request.Reference} has no open task '{kind}'; it is '{(await RequestAsync(request.Id)).Stage}'.");

    public Task<StepResult> AnswerAsync(WorkTask task, string by, string answer, object data) =>
        Runtime.ResumeAsync(task.Id, new Stimulus(answer, by, JsonSerializer.Serialize(data, JsonSerializerOptions.Web)));

    public async Task<StepResult> ProvesIdentityAsync(Request request, string? by = null, string method = ProveIdentity.StandIn) =>
        await AnswerAsync(await OpenTaskAsync(request, WorkTask.ProveIdentity), by ?? request.PersonId, "Prove", new ProofAnswer(method, "2.3"));

    public async Task<StepResult> AttachesLetterAsync(Request request, string by, Func<LetterAnswer, LetterAnswer>? change = null)
    {
        var officer = (await Database.FirstAsync<Person>("select * from people where id = @PersonId", new { request.PersonId }))!;
        var letter = new LetterAnswer(null, new string('a', 64), "หนังสือ.pdf", "application/pdf", 12_345, 1, "ตย 52301/123",
            ThaiDate.BangkokDate(Clock.GetUtcNow()), "ผู้อำนวยการสำนักงบประมาณ", officer.NameTh, "นายประเสริฐ ศรีสุข", Capacity.Own, null, "scan");
        return await AnswerAsync(await OpenTaskAsync(request, WorkTask.Letter), by, RequireLetter.Attach, change is null ? letter : change(letter));
    }

    public async Task<StepResult> ReviewsAsync(Request request, string answer, string reason = "เอกสารครบถ้วน", string by = "reviewer", string[]? points = null) =>
        await AnswerAsync(await OpenTaskAsync(request, WorkTask.Review), by, answer, new DecisionAnswer(reason, points));

    /// <summary>Asks for a code, reads it in the mail that was queued, and decides with it.</summary>
    public async Task<StepResult> DecidesAsync(Request request, string answer, string reason = "", string by = "director")
    {
        var task = await OpenTaskAsync(request, WorkTask.Decide);
        return await AnswerAsync(task, by, answer, new DecisionAnswer(reason, StepUpId: await StepsUpAsync(task, by)));
    }

    public async Task<string> StepsUpAsync(WorkTask task, string by)
    {
        await StepUp.SendAsync(task.Id, (await ActorAsync(by)).Person);
        return await StepUp.UseAsync(task.Id, by, await LatestCodeAsync(by));
    }

    public async Task<string> LatestCodeAsync(string person) =>
        (await MailsToAsync(person)).Last(mail => mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal)).Subject.Split(' ')[1];

    /// <summary>
    /// Passes time as it really passes: everything that comes due on the way happens when it is due, by day within the hour; what
    /// comes due at night, when nobody is written to, happens at six. Hours in which nothing can come due are passed over.
    /// </summary>
    public async Task PassesAsync(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        var quiet = new QuietHours(Database);
        while (Clock.GetUtcNow() < end)
        {
            Clock.SetTo(new[] { PassesEveryHour ? Clock.GetUtcNow().AddHours(1) : HourAfter(Clock.GetUtcNow()), end }.Min());
            if (!PassesEveryHour && Clock.GetUtcNow() < end && quiet.Covers(Clock.GetUtcNow()))
                await DoubtAsync();
            else
                await quiet.LookAsync(Clock.GetUtcNow(), moved: await ClockworkAsync() > 0);
        }
    }

    async Task DoubtAsync()
    {
        if (DoubtsQuietHours)
            Assert.That(await ClockworkAsync(), Is.Zero, $"{ThaiDate.WithTime(Clock.GetUtcNow())} is no quiet hour");
    }

    static DateTimeOffset HourAfter(DateTimeOffset now)
    {
        var next = now.AddHours(1).ToOffset(TimeSpan.FromHours(7));
        return next.Hour switch
        {
            < 6 => next.AddHours(6 - next.Hour),
            > 20 => next.AddHours(24 + 6 - next.Hour),
            _ => next,
        };
    }

    /// <summary>Goes to an instant in one leap, as after a night without a host.</summary>
    public async Task LeapsToAsync(DateTimeOffset instant)
    {
        Clock.SetTo(instant);
        await ClockworkAsync();
    }

    public async Task<IReadOnlyList<OutgoingMail>> MailsToAsync(string person) =>
        [.. (await Database.QueryAsync<string>(
            "select o.payload from outbox o where o.recipient = @to order by o.id", new { to = person + "@demo.example" }))
            .Select(payload => JsonSerializer.Deserialize<OutgoingMail>(payload, JsonSerializerOptions.Web)!)];

    public Task<IReadOnlyList<Right>> RightsAsync(string organisation) => Database.QueryAsync<Right>(
        "select * from rights where organisation_code = @organisation order by seat, valid_from", new { organisation });

    public async ValueTask DisposeAsync()
    {
        if (BooksMustBalance && !TestContext.CurrentContext.Result.Assertions.Any())
            await DomainBooks.MustBalanceAsync(this);
        await store.DisposeAsync();
    }

    /// <returns>How much it moved.</returns>
    async Task<int> ClockworkAsync() => await Departure.SettleDueAsync() + await Runtime.RunDueAsync()
        + await YearlyReview.OpenDueAsync() + await CampaignJob.RunAsync() + await GapAlarms.RaiseAsync()
        + await DeputyMails.SendDueAsync() + await WindowNotices.SendDueAsync();

    async Task OpenAsync()
    {
        await Calendar.ReloadAsync(Database);
        tools = new Tools(Calendar, Repository.MailTemplates, "https://flow.example", allowsStandIn);
        Definitions = new DefinitionStore(Database, AllActivities.Catalog(tools), Clock);
        Runtime = new WorkflowRuntime(Database, Definitions, Clock, NullLogger<WorkflowRuntime>.Instance);
        Filing = new Filing(Database, Runtime, Definitions, Calendar, Clock);
        Revocation = new Revocation(Database, Calendar, Filing, Clock);
        Withdrawal = new Withdrawal(Database, Runtime, Clock);
        YearlyReview = new YearlyReview(Database, Runtime, Clock);
        CampaignPlan = new CampaignPlan(Database, Calendar, Clock);
        CampaignJob = new CampaignJob(Database, Runtime, Calendar, Clock);
        CampaignDesk = new CampaignDesk(Database, tools, Clock);
        GapAlarms = new GapAlarms(Database, tools, Clock);
        StepUp = new StepUp(Database, tools, Clock);
        Departure = new Departure(Database, tools, Filing, Clock);
        Deputies = new Deputies(Database, Clock);
        DeputyMails = new DeputyMails(Database, tools, Clock);
        Drafts = new Drafts(Database, Filing, Clock);
        Vault = new CitizenIds(Database, () => CitizenIdKeys.Of(VaultSecret), Clock);
        WindowDesk = new WindowDesk(Database, Clock);
        WindowNotices = new WindowNotices(Database, tools, Clock);
    }
}
