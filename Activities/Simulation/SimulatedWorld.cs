using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// The real engine and the real verbs on a throw-away store, with a clock to push and invented people. Nothing delivers what
/// lies in its outbox.
/// </summary>
sealed class SimulatedWorld
{
    readonly Agenda agenda;

    public SimulatedWorld(SimulationPlan plan, Database database, PushedClock clock, Random random, Agenda agenda,
        Country country, Action<SimulationEvent> tell)
    {
        this.agenda = agenda;
        (Database, Clock, Random, Country, Scenario, Until) = (database, clock, random, country, plan.Scenario, plan.End);
        Cast = new Cast(random);
        Narrator = new Narrator(clock, country, tell);
        var tools = Tools = plan.Tools(Calendar);
        Definitions = new DefinitionStore(database, AllActivities.Catalog(tools), clock);
        Runtime = new WorkflowRuntime(database, Definitions, clock, NullLogger<WorkflowRuntime>.Instance);
        Filing = new Filing(database, Runtime, Definitions, Calendar, clock);
        Withdrawal = new Withdrawal(database, Runtime, clock);
        Departure = new Departure(database, tools, Filing, clock);
        YearlyReview = new YearlyReview(database, Runtime, clock);
        GapAlarms = new GapAlarms(database, tools, clock);
        WindowNotices = new WindowNotices(database, tools, clock);
        StepUp = new StepUp(database, tools, clock);
    }

    public Database Database { get; }
    public PushedClock Clock { get; }
    public Random Random { get; }
    public Country Country { get; }
    public Scenario Scenario { get; }
    public DateTimeOffset Until { get; }
    public Cast Cast { get; }
    public Narrator Narrator { get; }
    public OfficeCalendar Calendar { get; } = new();
    public Tools Tools { get; }
    public DefinitionStore Definitions { get; }
    public WorkflowRuntime Runtime { get; }
    public Filing Filing { get; }
    public Withdrawal Withdrawal { get; }
    public Departure Departure { get; }
    public YearlyReview YearlyReview { get; }
    public GapAlarms GapAlarms { get; }
    public WindowNotices WindowNotices { get; }
    public StepUp StepUp { get; }

    public async Task<Actor> ActorAsync(string person) => (await Actor.FindAsync(Database, person, Clock.GetUtcNow()))!;

    /// <summary>A deed at an instant; nothing when it has passed.</summary>
    public void PlanAt(DateTimeOffset at, Func<Task> deed)
    {
        if (at > Clock.GetUtcNow())
            agenda.Plan(at, deed);
    }

    /// <summary>A deed some office hours from now, drawn between two numbers.</summary>
    public void PlanWithin(IReadOnlyList<double> hours, Func<Task> deed) =>
        agenda.Plan(After(hours[0] + Random.NextDouble() * (hours[1] - hours[0])), deed);

    /// <summary>A deed at some time of an office day, so many days from now at least.</summary>
    public void PlanOnDay(int days, Func<Task> deed)
    {
        var hours = Random.NextDouble() * OfficeHours.Government.Length.TotalHours;
        agenda.Plan(AfterFrom(Clock.GetUtcNow().AddDays(days), hours), deed);
    }

    DateTimeOffset After(double hours) => AfterFrom(Clock.GetUtcNow(), hours);

    // Whole seconds, as a person's clock has them.
    DateTimeOffset AfterFrom(DateTimeOffset from, double hours)
    {
        var calendar = Calendar.Current;
        var (office, left) = (OfficeHours.Government, TimeSpan.FromSeconds(Math.Round(hours * 3_600)));
        var start = calendar.OfficeTimeFrom(from);
        var (day, passed) = (ThaiDate.BangkokDate(start), office.Passed(ThaiDate.BangkokTime(start)) + left);
        var whole = (int)(passed.Ticks / office.Length.Ticks);
        var until = whole == 0 ? day : calendar.AddWorkingDays(day, whole);
        return ThaiDate.At(until, office.Opens) + (passed - whole * office.Length);
    }
}
