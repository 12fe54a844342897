using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>
/// Two provinces of tambon municipalities, two seats each, with a campaign planned for a time; and days that pass. The three
/// rights of the demo province take part.
/// </summary>
sealed class ReviewYear : IAsyncDisposable
{
    public const string North = "81";
    public const string South = "82";

    ReviewYear(World world) => World = world;

    public World World { get; }
    public string Id { get; private set; } = "";
    public BrakeDesk Brakes => new(World.Database, World.Clock);
    public ReviewAnswers Answers => new(World.Database, World.Clock);
    public SingleReview Single => new(World.Database, World.Clock);
    public DateOnly Today => ThaiDate.BangkokDate(World.Clock.GetUtcNow());

    public static string Officer(string organisation, int seat) => $"o{organisation}-{seat}";

    public static string Clerk(string organisation) => $"c{organisation}";

    public static string Mayor(string organisation) => $"m{organisation}";

    public static string RightOf(string organisation, int seat) => $"r{organisation}-{seat}";

    public static string[] OrganisationsOf(string province, int number) =>
        [.. Enumerable.Range(1, number).Select(one => $"58{province}{one:000}")];

    /// <summary>A world with so many organisations in each of the two provinces; nothing planned.</summary>
    public static async Task<ReviewYear> WithAsync(Func<TestDatabase> open, int north, int south, DateTimeOffset? now = null)
    {
        var year = new ReviewYear(await World.OnAsync(open, now));
        await SettleAsync(year.World.Database, year.World.Clock.GetUtcNow(),
            [.. OrganisationsOf(North, north), .. OrganisationsOf(South, south)]);
        return year;
    }

    /// <summary>The same with a campaign over some weeks from the day after tomorrow.</summary>
    public static async Task<ReviewYear> PlannedAsync(Func<TestDatabase> open, int north, int south, int days = 14, int percent = 5)
    {
        var year = await WithAsync(open, north, south);
        await year.PlanAsync(year.Today.AddDays(1), year.Today.AddDays(days), percent);
        return year;
    }

    public async Task PlanAsync(DateOnly first, DateOnly last, int percent = 5, bool repeats = false) => Id =
        await World.CampaignPlan.PlanAsync(new CampaignForm("BBL", first, last, percent, repeats), await World.ActorAsync("operator"));

    /// <summary>Goes to the next day, 08:45, as a host does that is awake all the time, to where a day looks ahead.</summary>
    public async Task DaysPassAsync(int days, Func<Task>? eachDay = null)
    {
        for (var day = 0; day < days; day++)
        {
            World.Clock.SetTo(ThaiDate.At(Today.AddDays(1), new TimeOnly(8, 45)));
            await TicksAsync();
            if (eachDay is not null)
                await eachDay();
        }
    }

    public async Task TicksAsync()
    {
        await World.Departure.SettleDueAsync();
        await World.Runtime.RunDueAsync();
        await World.YearlyReview.OpenDueAsync();
        await World.CampaignJob.RunAsync();
        await World.Runtime.RunDueAsync();
        await new MailFold(World.Database, World.Tools, World.Clock).RunAsync();
    }

    public Task<CampaignItem?> ItemAsync(string right) => World.Database.FirstAsync<CampaignItem>(
        "select * from review_items where campaign_id = @Id and right_id = @right", new { Id, right });

    public async Task<Right> RightAsync(string id) =>
        (await World.Database.FirstAsync<Right>("select * from rights where id = @id", new { id }))!;

    public Task<IReadOnlyList<CampaignItem>> ItemsAsync() => World.Database.QueryAsync<CampaignItem>(
        "select * from review_items where campaign_id = @Id order by right_id", new { Id });

    public Task<WorkTask?> TaskAsync(string right, string kind = WorkTask.YearlyReview) => World.Database.FirstAsync<WorkTask>(
        "select * from tasks where right_id = @right and kind = @kind and closed_at is null", new { right, kind });

    public async Task<StepResult> AnswerAsync(string right, string by, string answer) =>
        await World.AnswerAsync((await TaskAsync(right))!, by, answer, new { reason = "" });

    public Task<IReadOnlyList<BrakeList>> BrakesAsync() => World.Database.QueryAsync<BrakeList>(
        "select * from review_brakes where campaign_id = @Id order by scope, code", new { Id });

    public async Task<Actor> OperatorAsync() => await World.ActorAsync("operator");

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>Organisations whose code is 58, the province and a number; each with two holders, a clerk and a mayor.</summary>
    public static async Task SettleAsync(Database database, DateTimeOffset now, IReadOnlyList<string> codes)
    {
        var provinces = codes.Select(code => code[2..4]).Distinct().ToList();
        await OrganisationTree.StoreAsync(database,
        [
            .. provinces.Select(province => Row(province + "00", "จังหวัด " + province, "province", province, null)),
            .. codes.Select(code => Row(code, "เทศบาลตำบลสมมติ " + code, "tambon_municipality", code[2..4], code[2..4] + "00")),
        ], new DateOnly(2020, 1, 1));
        await database.WriteAsync(transaction =>
        {
            foreach (var code in codes)
            {
                foreach (var seat in (int[])[1, 2])
                {
                    Settle(transaction, Officer(code, seat), code, Role.Officer, now);
                    new Right
                    {
                        Id = RightOf(code, seat),
                        System = "BBL",
                        OrganisationCode = code,
                        Seat = seat,
                        PersonId = Officer(code, seat),
                        ValidFrom = now.AddYears(-1),
                        ConfirmedAt = now.AddYears(-1),
                        ReviewOn = ReviewDay.After(now, 1),
                    }.Insert(transaction);
                }
                Settle(transaction, Clerk(code), code, Role.Clerk, now);
                Settle(transaction, Mayor(code), code, Role.Executive, now);
            }
            return Task.CompletedTask;
        });
    }

    static OrganisationRow Row(string code, string name, string type, string province, string? parent) =>
        new(code, name, null, "Invented " + code, type, province, null, null, null, null, parent);

    static void Settle(Transaction transaction, string id, string organisation, string role, DateTimeOffset now)
    {
        new Person { Id = id, TitleTh = "นาย", GivenNameTh = "สมมติ", FamilyNameTh = id, NameEn = id, Email = $"{id}@demo.example" }
            .Insert(transaction);
        new Membership
        {
            Id = Ids.New(now),
            PersonId = id,
            OrganisationCode = organisation,
            Role = role,
            ValidFrom = now.AddYears(-2),
        }.Insert(transaction);
    }
}
