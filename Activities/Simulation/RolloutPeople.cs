using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// What the offices of circular E do besides answering tasks: provinces write rosters, the finance division has orders signed,
/// who is appointed registers and tries the system out, and the trial's data is purged. Silence leaves each of it undone by lot.
/// </summary>
sealed class RolloutPeople : CircularPeople
{
    const string Circular = "E";
    const string Agency = "DOPA";
    static readonly TimeOnly Morning = new(10, 0);

    readonly IReadOnlyList<TrialType> types;
    readonly RosterDesk rosters;
    readonly OrderDesk orders;
    readonly Registration registration;
    readonly Trial trial;
    readonly Purge purge;
    readonly Dictionary<string, string> ids = [];
    bool isSigning;
    int signed;

    public RolloutPeople(SimulatedWorld world, SimulationPlan plan) : base(world)
    {
        types = TryOut.Values.Of(plan.Definition).Known;
        rosters = new RosterDesk(world.Database, Vault, world.Clock);
        orders = new OrderDesk(world.Database, world.Tools, world.Clock);
        registration = new Registration(world.Database, Vault, world.Tools, world.Clock);
        trial = new Trial(world.Database, world.Clock);
        purge = new Purge(world.Database, world.Clock);
    }

    public override async Task BeginAsync()
    {
        if (await DateAsync("E-08") is { } day)
            World.PlanAt(ThaiDate.At(ThaiDate.BangkokDate(day), Morning),
                () => TryAsync(Agency, Role.Finance, "purge", purge.RunAsync));
    }

    /// <summary>
    /// Before a roster is sent, somebody is named: by a district for itself, by a province for each office that has nobody yet.
    /// </summary>
    public override Task PrepareAsync(ActivityNode step, string answer, string asked, string about, string by) =>
        step.Activity is CollectRoster ? NameAsync(asked) : Task.CompletedTask;

    async Task NameAsync(string by)
    {
        var row = World.Country.ByCode[by];
        var province = row.Type == OrganisationType.District ? row.ParentCode! : by;
        foreach (var office in await Office.OfProvinceAsync(World.Database, province))
            if (!ids.ContainsKey(office.Code)
                && (office.Code == by || (province == by && World.Random.NextDouble() >= World.Scenario.Silence)))
                await TryAsync(by, Role.Coordinator, "name",
                    async actor => await rosters.PutAsync(province, RowOf(office.Code), actor));
    }

    public override async Task ReactAsync(LogRow row)
    {
        switch (row.Event)
        {
            case "roster-accepted" when !isSigning:
                isSigning = true;
                World.PlanOnDay(1, SignAsync);
                break;
            case "appointed" when World.Random.NextDouble() >= World.Scenario.Silence:
                await PlanRegistrationAsync(row.OrganisationCode!);
                break;
            case "registered":
                await PlanTrialAsync(row.OrganisationCode!);
                break;
        }
    }

    Dictionary<string, string> RowOf(string office)
    {
        var person = World.Cast.Person(UserOf(office));
        return new Dictionary<string, string>
        {
            ["office"] = office,
            ["title"] = person.TitleTh,
            ["given"] = person.GivenNameTh,
            ["family"] = person.FamilyNameTh,
            ["citizen"] = ids[office] = Invented(ids.Count + 1),
            ["position"] = "ปลัดอำเภอ",
            ["email"] = person.Email,
        };
    }

    Task SignAsync()
    {
        isSigning = false;
        return TryAsync(Agency, Role.Finance, "order", async actor => await orders.SignAsync(await orders.CompileAsync(actor),
            new OrderSignature($"{(++signed).ToString(CultureInfo.InvariantCulture)}/จำลอง",
                ThaiDate.BangkokDate(World.Clock.GetUtcNow()), "ผู้ลงนามจำลอง", "อธิบดี", Capacity.Own, ""), actor));
    }

    async Task PlanRegistrationAsync(string office)
    {
        var (opens, closes) = (await DateAsync("E-05:opens"), await DateAsync("E-05:closes"));
        PlanBetween(opens, closes, () => TryAsync(office, Role.Officer, "register",
            actor => registration.RegisterAsync(office, ProofOf(office), actor)));
    }

    RegistrationProof ProofOf(string office) => new(
        CitizenId.TryParse(ids[office], out var citizen) ? citizen! : throw new InvalidOperationException(ids[office]),
        World.Cast.Person(UserOf(office)).NameTh, Requests.ProveIdentity.StandIn);

    async Task PlanTrialAsync(string office)
    {
        var (starts, ends) = (await DateAsync("E-07:starts"), await DateAsync("E-07:ends"));
        foreach (var type in types)
            if (World.Random.NextDouble() >= World.Scenario.Silence / types.Count)
                PlanBetween(starts, ends, () => TryAsync(office, Role.Officer, "try out",
                    actor => trial.EnterAsync(office, type.Key, 100, types, actor)));
    }

    void PlanBetween(DateTimeOffset? from, DateTimeOffset? until, Func<Task> deed)
    {
        var now = World.Clock.GetUtcNow();
        var days = (int)((until ?? now) - now).TotalDays - 1;
        var first = Math.Max(0, (int)Math.Ceiling(((from ?? now) - now).TotalDays));
        World.PlanOnDay(days <= first ? first : World.Random.Next(first, days), deed);
    }

    string UserOf(string office) => World.Cast.Holders(office, Role.Officer)[0];

    async Task<DateTimeOffset?> DateAsync(string key) => (await World.Database.WriteAsync(
        transaction => CircularDates.OfAsync(transaction, Circular, key, Agency)))?.EnforcedAt;
}
