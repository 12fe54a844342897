using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Engine;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>
/// A stretch of time in a random calendar on a real store: holidays, special days on which offices stay open, days of single
/// offices,
/// and questions with deadlines that begin at awkward hours. It counts working days by itself, day by day.
/// </summary>
sealed class RandomYear(World world, Random random)
{
    public const int Days = 60;

    /// <summary>A leap day, month ends, the fiscal year's boundary, the turn of the year, and any day.</summary>
    static readonly DateOnly[] Edges =
    [
        new(2028, 2, 26), new(2028, 2, 29), new(2026, 9, 28), new(2027, 9, 30), new(2026, 12, 29), new(2027, 4, 29),
    ];

    /// <summary>Office hours, the last second of a Bangkok day, its first, midnight UTC, and the second before it.</summary>
    static readonly string[] Hours = ["09:30:00", "16:29:59", "23:59:59", "00:00:00", "07:00:00", "06:59:59"];

    readonly HashSet<DateOnly> closed = [];
    readonly Dictionary<DateOnly, DateTimeOffset> news = [];
    readonly Dictionary<(string Office, DateOnly Day), bool> ofOffices = [];

    public World World => world;

    public DateOnly First { get; } = Edges[random.Next(Edges.Length)].AddDays(random.Next(-4, 2));

    public static string[] Offices => [DemoData.City, DemoData.Tambon];

    public async Task SettleAsync()
    {
        world.Clock.SetTo(ThaiDate.At(First, new TimeOnly(0, 1)));
        await world.Database.WriteAsync(async transaction => await transaction.ExecuteAsync("delete from holidays", new { }));
        await world.Database.WriteAsync(transaction =>
        {
            for (var day = First.AddDays(-10); day < First.AddDays(3 * Days); day = day.AddDays(1))
                Draw(transaction, day);
            return Task.CompletedTask;
        });
        await world.Calendar.ReloadAsync(world.Database);
    }

    public bool Works(DateOnly day, string? office = null) =>
        office is not null && ofOffices.TryGetValue((office, day), out var open) ? open
        : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !closed.Contains(day);

    /// <summary>The n-th working day of an office after a day, counted one by one.</summary>
    public DateOnly After(DateOnly day, int workingDays, string office)
    {
        while (workingDays > 0)
        {
            day = day.AddDays(1);
            workingDays -= Works(day, office) ? 1 : 0;
        }
        return day;
    }

    /// <summary>The cabinet announces a holiday at an instant.</summary>
    public void Close(DateOnly day, DateTimeOffset announced)
    {
        if (closed.Add(day))
            news[day] = announced;
    }

    /// <summary>Whether an office works on a day, as far as anybody knew at an instant.</summary>
    public bool WorkedAsKnown(DateOnly day, DateTimeOffset at, string office) =>
        Works(day, office) || (news.TryGetValue(day, out var announced) && at <= announced);

    /// <summary>Questions of so many working days, each with reminders.</summary>
    public Task PublishAsync(params int[] lengths) =>
        world.Definitions.PublishAsync(lengths.Select(length => Chart.Of($"ask-{length}",
        [
            Chart.Step("ask", "Gov.AskOrganisation", new
            {
                title = Chart.Literal("ส่งแบบสำรวจ"),
                titleEn = Chart.Literal("Send the form"),
                rule = Chart.Literal("E-02"),
                roles = Chart.Strings("clerk"),
                dueWorkingDays = Chart.Literal(length),
                remindBefore = Chart.Strings("1", "2", "5"),
                goesOnWhenOverdue = Chart.Literal(true),
            }),
            Chart.Step("end", "Elsa.End"),
        ],
        ["start -> ask", "ask.Done -> end", "ask.Overdue -> end"],
        inputs: [new { name = "circularId", type = "String" }, new { name = "organisationCode", type = "String" }])));

    public async Task<WorkTask> AskAsync(int length, string office)
    {
        var start = await world.Runtime.StartAsync(new StartRequest($"ask-{length}",
            Inputs: new Dictionary<string, object?> { ["circularId"] = "E", ["organisationCode"] = office }));
        return (await world.Database.FirstAsync<WorkTask>("select * from tasks where instance_id = @InstanceId", start))!;
    }

    /// <summary>An awkward instant of that day in Bangkok.</summary>
    public DateTimeOffset At(DateOnly day) =>
        ThaiDate.At(day, TimeOnly.Parse(Hours[random.Next(Hours.Length)], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Goes on to an instant as a host does that is awake: each thing happens when it is due.</summary>
    public async Task PassAsync(DateTimeOffset until)
    {
        while (await NextAsync() is { } next && next <= until)
        {
            if (next > world.Clock.GetUtcNow())
                world.Clock.SetTo(next);
            await world.Runtime.RunDueAsync(parallel: 1);
        }
        if (until > world.Clock.GetUtcNow())
            world.Clock.SetTo(until);
    }

    async Task<DateTimeOffset?> NextAsync() =>
        (await world.Database.FirstAsync<Due>("select min(due_at) as at from bookmarks where due_at is not null"))?.At;

    void Draw(Transaction transaction, DateOnly day)
    {
        var lot = random.NextDouble();
        if (lot < 0.12)
        {
            // One in four is special: banks close, offices stay open.
            var isClosed = lot < 0.09;
            transaction.Write(
                "insert into holidays (day, name_th, name_en, offices_closed) values (@day, 'ก', '', @closed)",
                new { day, closed = isClosed ? 1 : 0 });
            if (isClosed)
                closed.Add(day);
        }
        if (random.NextDouble() >= 0.06)
            return;
        var (office, open) = (DemoData.City, random.Next(3) == 0);
        ofOffices[(office, day)] = open;
        transaction.Write(
            """
            insert into office_days (organisation_code, day, is_open, name_th, name_en) values (@office, @day, @open, 'ก', '')
            """, new { office, day, open = open ? 1 : 0 });
    }

    sealed class Due
    {
        public DateTimeOffset? At { get; init; }
    }
}
