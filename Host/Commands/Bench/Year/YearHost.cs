using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Web.Commands.Bench.Year;

/// <summary>The product's own parts on a clock that is pushed, and what its timetable does.</summary>
sealed class YearHost
{
    static readonly string[] Circulars = ["bbl-access", "bbl-review"];

    readonly YearlyReview reviews;
    readonly CampaignJob job;
    readonly MailFold fold;
    readonly GapAlarms gaps;
    readonly HolidayMoves holidayMoves;
    readonly PauseMoves pauseMoves;

    YearHost(Database database, BenchClock clock, Tools tools, DefinitionStore definitions)
    {
        (Database, Clock, Calendar) = (database, clock, tools.Calendar);
        Runtime = new WorkflowRuntime(database, definitions, clock, NullLogger<WorkflowRuntime>.Instance);
        Filing = new Filing(database, Runtime, definitions, Calendar, clock);
        Departure = new Departure(database, tools, Filing, clock);
        StepUp = new StepUp(database, tools, clock);
        Plan = new CampaignPlan(database, Calendar, clock);
        Brakes = new BrakeDesk(database, clock);
        Pauses = new PauseDesk(database, clock);
        Holidays = new HolidayList(database, Calendar, clock);
        reviews = new YearlyReview(database, Runtime, clock);
        job = new CampaignJob(database, Runtime, Calendar, clock);
        fold = new MailFold(database, tools, clock);
        gaps = new GapAlarms(database, tools, clock);
        var notices = new DeadlineNotices(database, tools, clock);
        holidayMoves = new HolidayMoves(database, notices, clock);
        pauseMoves = new PauseMoves(database, notices, clock);
    }

    public Database Database { get; }
    public BenchClock Clock { get; }
    public OfficeCalendar Calendar { get; }
    public WorkflowRuntime Runtime { get; }
    public Filing Filing { get; }
    public Departure Departure { get; }
    public StepUp StepUp { get; }
    public CampaignPlan Plan { get; }
    public BrakeDesk Brakes { get; }
    public PauseDesk Pauses { get; }
    public HolidayList Holidays { get; }

    public DateOnly Today => ThaiDate.BangkokDate(Clock.GetUtcNow());

    public static async Task<YearHost> OpenAsync(Database database, BenchClock clock)
    {
        await Preparation.MigrateAsync(database, clock);
        await ShippedFacts.LoadAsync(database, clock);
        var calendar = new OfficeCalendar();
        await calendar.ReloadAsync(database);
        var tools = new Tools(calendar, MailTemplates.Load(Folders.MailTemplates), "https://bench.example");
        var definitions = new DefinitionStore(database, AllActivities.Catalog(tools), clock);
        await definitions.PublishAsync(
            Circulars.Select(name => File.ReadAllText(Path.Combine(Folders.Workflows, name + ".json"))));
        return new YearHost(database, clock, tools, definitions);
    }

    public async Task<Actor> ActorAsync(string person) =>
        await Actor.FindAsync(Database, person, Clock.GetUtcNow()) ?? throw new KeyNotFoundException($"Nobody is '{person}'.");

    /// <summary>What the timetable does every few minutes, once: all of it asks for days, not hours.</summary>
    public async Task TickAsync()
    {
        await holidayMoves.RunAsync();
        await pauseMoves.RunAsync();
        await Departure.SettleDueAsync();
        await Runtime.RunDueAsync();
        await reviews.OpenDueAsync();
        await job.RunAsync();
        await Runtime.RunDueAsync();
        while (await gaps.RaiseAsync() > 0)
            continue;
    }

    /// <summary>The mails of a morning, one a person, when nothing has been added for a while.</summary>
    public Task FoldAsync() => fold.RunAsync();
}
