using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// Runs a definition through years in seconds, before it is published: the real engine and verbs on a throw-away store,
/// invented people who answer by lot, and a clock pushed from one thing to the next. Nothing is mailed. The same plan and
/// seed give the same events: all happens one after the other, and nothing asks the machine for time, chance or order.
/// </summary>
public sealed class SimulationRun : IAsyncDisposable
{
    static readonly TimeOnly Nightly = new(0, 5);

    readonly SimulationPlan plan;
    readonly ThrowAwayStore store;
    readonly IdSequence ids;
    readonly PushedClock clock;
    readonly Agenda agenda = new();
    readonly SimulatedWorld world;
    readonly CircularPeople people;
    readonly Answering answering;
    readonly Petitions petitions;
    readonly Happenings happenings;

    SimulationRun(SimulationPlan plan, ThrowAwayStore store, IdSequence ids, PushedClock clock, Action<SimulationEvent> tell)
    {
        (this.plan, this.store, this.ids, this.clock) = (plan, store, ids, clock);
        var random = new Random(plan.Seed);
        var country = Country.Draw(random, plan);
        Report = new SimulationReport(plan, country.Chosen.Count);
        world = new SimulatedWorld(plan, store.Database, clock, random, agenda, country, happened =>
        {
            Report.Add(happened);
            tell(happened);
        });
        people = CircularPeople.Of(world, plan);
        answering = new Answering(world, people);
        petitions = new Petitions(world, plan);
        happenings = new Happenings(world, answering, petitions, people);
    }

    /// <summary>The store it runs on; gone with it.</summary>
    public Database Database => store.Database;

    /// <summary>The definitions it runs, as published on that store.</summary>
    public DefinitionStore Definitions => world.Definitions;

    /// <summary>What the events add up to so far.</summary>
    public SimulationReport Report { get; }

    /// <summary>Transactions it has committed so far.</summary>
    public long Commits => store.Commits;

    /// <summary>How far the clock has come, from 0 to 1.</summary>
    public double Share => Math.Clamp((clock.GetUtcNow() - plan.Start) / (plan.End - plan.Start), 0, 1);

    /// <param name="tell">Is told each event when it happens.</param>
    /// <exception cref="ArgumentException">The plan can't be run; the message has every problem.</exception>
    public static async Task<SimulationRun> OpenAsync(SimulationPlan plan, Action<SimulationEvent> tell)
    {
        if (plan.Problems().ToList() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join("; ", problems.Select(problem => problem.English)), nameof(plan));
        var ids = new IdSequence(plan.Seed);
        // Before the store: its writing lane makes ids too.
        Ids.TakeFrom(ids);
        var clock = new PushedClock(plan.Start);
        return new SimulationRun(plan, await ThrowAwayStore.OpenAsync(clock), ids, clock, tell);
    }

    /// <summary>Runs from the first day to the last.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken stop = default)
    {
        Ids.TakeFrom(ids);
        await PrepareAsync();
        PlanNight();
        while (await NextAsync() is var (next, byClock) && next < plan.End)
        {
            stop.ThrowIfCancellationRequested();
            clock.PushTo(next);
            if (byClock)
                await world.Runtime.RunDueAsync(parallel: 1, stop);
            else
                await agenda.TakeDue(clock.GetUtcNow())!();
            await happenings.ReadAsync();
        }
        clock.PushTo(plan.End);
        Report.Close(await new DeadEnds(world, answering, happenings).FindAsync());
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    async Task PrepareAsync()
    {
        await ShippedFacts.LoadAsync(store.Database, clock);
        await store.Database.WriteAsync(transaction =>
        {
            foreach (var circular in plan.Circulars.All)
                CircularRegister.Store(transaction, circular, clock.GetUtcNow());
            return Task.CompletedTask;
        });
        await ShippedWindows.LoadAsync(store.Database);
        await world.Calendar.ReloadAsync(store.Database);
        await world.Definitions.PublishAsync(plan.Definitions.Select(definition => definition.Json));
        await world.Country.SettleAsync(store.Database, world.Cast, plan);
        await petitions.BeginAsync();
        await people.BeginAsync();
        await store.WatchAsync();
        happenings.Watch(store);
    }

    // What the timetable does every few minutes has one turn a night here: all of it asks for days, not hours.
    void PlanNight()
    {
        var tomorrow = ThaiDate.BangkokDate(clock.GetUtcNow()).AddDays(clock.GetUtcNow() == plan.Start ? 0 : 1);
        agenda.Plan(ThaiDate.At(tomorrow, Nightly), async () =>
        {
            await world.Departure.SettleDueAsync();
            await world.YearlyReview.OpenDueAsync(parallel: 1);
            while (await world.GapAlarms.RaiseAsync() > 0 || await world.WindowNotices.SendDueAsync() > 0)
                continue;
            PlanNight();
        });
    }

    // Of what is due and what is meant at one instant, the clock's comes first.
    async Task<(DateTimeOffset Next, bool ByClock)?> NextAsync()
    {
        var due = await store.NextDueAsync();
        return due is { } at && (agenda.Next is not { } before || at <= before) ? (at, true)
            : agenda.Next is { } deed ? (deed, false) : null;
    }
}
