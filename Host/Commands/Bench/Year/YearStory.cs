using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using static WorkflowHost.Web.Commands.Bench.Year.YearCountry;

namespace WorkflowHost.Web.Commands.Bench.Year;

/// <summary>
/// The fiscal year 2570 of circular A, from its plan in September 2026 to the day on which its review is closed: leavers, movers,
/// new grants, replacements, brakes decided, a holiday announced a week ahead, a province that is paused, and three days without
/// a host.
/// </summary>
sealed class YearStory(YearHost host, YearCountry country, YearPeople people)
{
    public static readonly DateOnly Planned = new(2026, 9, 21);
    public static readonly DateOnly First = new(2026, 10, 1);
    public static readonly DateOnly Last = new(2027, 9, 30);

    /// <summary>Asked on the last day, braked, the executive, suspended, and asked again after being spared.</summary>
    static readonly DateOnly Latest = Last.AddDays(300);

    static readonly DateOnly Announced = new(2027, 5, 18);
    static readonly DateOnly Special = new(2027, 5, 25);
    static readonly DateOnly Pauses = new(2027, 2, 8);
    static readonly DateOnly GoesOn = new(2027, 2, 18);
    static readonly DateOnly Away = new(2027, 3, 16);
    const int DaysAway = 3;

    static readonly TimeOnly Opens = new(8, 40);
    static readonly TimeOnly Works = new(10, 0);
    static readonly TimeOnly Later = new(10, 20);

    int decisions;

    /// <summary>The campaign that the year is about.</summary>
    public string Campaign { get; private set; } = "";

    /// <summary>How many days were played.</summary>
    public int Days { get; private set; }

    /// <exception cref="InvalidOperationException">The review isn't closed long after the year.</exception>
    public async Task PlayAsync(Action<DateOnly> tell)
    {
        await BeginAsync();
        var day = host.Today;
        while (!await IsClosedAsync())
        {
            if (day == Latest)
                throw new InvalidOperationException($"The review {Campaign} isn't closed by {Latest:O}.");
            day = day.AddDays(1);
            if (day.Day == 1)
                tell(day);
            await DayAsync(day);
            Days++;
        }
    }

    async Task BeginAsync()
    {
        Campaign = await host.Plan.PlanAsync(
            new CampaignForm("BBL", First, Last, 5, Repeats: true), await host.ActorAsync(Operator));
        foreach (var row in country.WithAFreeSeat)
        {
            // Half of them on the day before a holiday is announced, so that their deadlines run then.
            var day = Lot("when " + row.Code) < 0.5 ? Announced.AddDays(-1) : First.AddDays((int)(Lot("day " + row.Code) * 330));
            people.PlanOn(day, () => people.FileAsync(row.Code, RequestKind.New, Holder(row.Code, 2)));
        }
        foreach (var (row, next) in country.Organisations.Zip(country.Organisations.Skip(1).Append(null)))
            PlanDeparture(row.Code, movesNextDoor: next is not null && HoldsNextDoorToo(next));
    }

    // Who has a second place leaves the first during the year, and is asked about the second at once; of the others one in
    // twenty leaves.
    void PlanDeparture(string organisation, bool movesNextDoor)
    {
        if (!movesNextDoor && Lot("leaves " + organisation) >= 0.05)
            return;
        people.PlanOn(First.AddDays(20 + (int)(Lot("leaves when " + organisation) * 300)), async () =>
        {
            people.Count(movesNextDoor ? "movers" : "leavers");
            await host.Departure.LeaveAsync(Holder(organisation, 1), organisation, host.Clock.GetUtcNow(),
                await host.ActorAsync(Executive(organisation)), "คำสั่งจำลอง");
            var successor = await people.JoinAsync(organisation);
            people.Plan(8, () => people.FileAsync(organisation, RequestKind.New, successor));
        });
    }

    async Task DayAsync(DateOnly day)
    {
        if (day >= Away && day < Away.AddDays(DaysAway))
        {
            people.Count("days-away");
            return;
        }
        host.Clock.GoTo(ThaiDate.At(day, Opens));
        await HappenAsync(day);
        await host.TickAsync();
        if (!host.Calendar.Current.IsWorkingDay(day))
            return;
        await people.LookAsync();
        await DecideBrakesAsync();
        host.Clock.GoTo(ThaiDate.At(day, Works));
        await people.DoAsync();
        host.Clock.GoTo(ThaiDate.At(day, Later));
        await host.FoldAsync();
        await people.LookAsync();
    }

    async Task HappenAsync(DateOnly day)
    {
        var keeper = await host.ActorAsync(Operator);
        if (day == Announced)
            await host.Holidays.AddAsync(Special, "วันหยุดพิเศษ", "Special holiday", officesClosed: true, keeper);
        if (day == Pauses)
            await host.Pauses.PauseAsync("A", country.BusiestProvince, "น้ำท่วม", keeper);
        if (day == GoesOn)
            foreach (var pause in await CircularPause.UnderWayAsync(host.Database, "A"))
                await host.Pauses.ResumeAsync(pause.Id, keeper);
    }

    // Lists are decided the day after they were raised: in turn applied and spared, and applied when the year is over.
    async Task DecideBrakesAsync()
    {
        foreach (var brake in await host.Database.QueryAsync<string>(
            "select id from review_brakes where decision is null and raised_at < @before order by raised_at, id",
            new { before = host.Clock.GetUtcNow().AddHours(-12) }))
        {
            var decision = host.Today > Last || decisions++ % 2 == 0 ? BrakeList.Apply : BrakeList.Spare;
            await host.Brakes.DecideAsync(brake, decision, "ตรวจรายชื่อแล้ว", await host.ActorAsync(Operator));
            people.Count("brake-" + decision);
        }
    }

    async Task<bool> IsClosedAsync() =>
        await Activities.Reviews.Campaign.FindAsync(host.Database, Campaign) is { ClosedAt: not null };
}
