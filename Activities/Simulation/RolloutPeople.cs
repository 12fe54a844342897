using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// What the offices of circular E do besides answering tasks: provinces write rosters, the finance division has orders signed,
/// who is appointed registers and tries the system out, and the trial's data is purged. Silence leaves each of it undone by lot.
/// </summary>
sealed class RolloutPeople
{
    const string Circular = "E";
    const string Agency = "DOPA";
    static readonly TimeOnly Morning = new(10, 0);

    readonly SimulatedWorld world;
    readonly IReadOnlyList<TrialType> types;
    readonly RosterDesk rosters;
    readonly OrderDesk orders;
    readonly Registration registration;
    readonly Trial trial;
    readonly Purge purge;
    readonly Dictionary<string, string> ids = [];
    bool isSigning;
    int signed;

    RolloutPeople(SimulatedWorld world, TryOut.Values trialRules)
    {
        (this.world, types) = (world, trialRules.Known);
        // A secret of this run: nothing that is sealed here outlives it.
        var vault = new CitizenIds(world.Database, () => CitizenIdKeys.Of(new byte[32]), world.Clock);
        rosters = new RosterDesk(world.Database, vault, world.Clock);
        orders = new OrderDesk(world.Database, world.Tools, world.Clock);
        registration = new Registration(world.Database, vault, world.Tools, world.Clock);
        trial = new Trial(world.Database, world.Clock);
        purge = new Purge(world.Database, world.Clock);
    }

    /// <summary>Null when the definition collects no roster.</summary>
    public static RolloutPeople? Of(SimulatedWorld world, SimulationPlan plan) =>
        plan.Definition.FirstOfType("Gov.CollectRoster") is null ? null : new(world, TryOut.Values.Of(plan.Definition));

    public async Task BeginAsync()
    {
        if (await DateAsync("E-08") is { } day)
            world.PlanAt(ThaiDate.At(ThaiDate.BangkokDate(day), Morning),
                () => TryAsync(Agency, Role.Finance, "purge", purge.RunAsync));
    }

    /// <summary>
    /// Before a roster is sent, somebody is named: by a district for itself, by a province for each office that has nobody yet.
    /// </summary>
    public async Task NameAsync(string by)
    {
        var row = world.Country.ByCode[by];
        var province = row.Type == OrganisationType.District ? row.ParentCode! : by;
        foreach (var office in await Office.OfProvinceAsync(world.Database, province))
            if (!ids.ContainsKey(office.Code)
                && (office.Code == by || (province == by && world.Random.NextDouble() >= world.Scenario.Silence)))
                await TryAsync(by, Role.Coordinator, "name",
                    async actor => await rosters.PutAsync(province, RowOf(office.Code), actor));
    }

    /// <summary>What follows from something that happened.</summary>
    public async Task ReactAsync(LogRow row)
    {
        switch (row.Event)
        {
            case "roster-accepted" when !isSigning:
                isSigning = true;
                world.PlanOnDay(1, SignAsync);
                break;
            case "appointed" when world.Random.NextDouble() >= world.Scenario.Silence:
                await PlanRegistrationAsync(row.OrganisationCode!);
                break;
            case "registered":
                await PlanTrialAsync(row.OrganisationCode!);
                break;
        }
    }

    Dictionary<string, string> RowOf(string office)
    {
        var person = world.Cast.Person(UserOf(office));
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
                ThaiDate.BangkokDate(world.Clock.GetUtcNow()), "ผู้ลงนามจำลอง", "อธิบดี", Capacity.Own, ""), actor));
    }

    async Task PlanRegistrationAsync(string office)
    {
        var (opens, closes) = (await DateAsync("E-05:opens"), await DateAsync("E-05:closes"));
        PlanBetween(opens, closes, () => TryAsync(office, Role.Officer, "register",
            actor => registration.RegisterAsync(office, ProofOf(office), actor)));
    }

    RegistrationProof ProofOf(string office) => new(
        CitizenId.TryParse(ids[office], out var citizen) ? citizen! : throw new InvalidOperationException(ids[office]),
        world.Cast.Person(UserOf(office)).NameTh, Requests.ProveIdentity.StandIn);

    async Task PlanTrialAsync(string office)
    {
        var (starts, ends) = (await DateAsync("E-07:starts"), await DateAsync("E-07:ends"));
        foreach (var type in types)
            if (world.Random.NextDouble() >= world.Scenario.Silence / types.Count)
                PlanBetween(starts, ends, () => TryAsync(office, Role.Officer, "try out",
                    actor => trial.EnterAsync(office, type.Key, 100, types, actor)));
    }

    void PlanBetween(DateTimeOffset? from, DateTimeOffset? until, Func<Task> deed)
    {
        var now = world.Clock.GetUtcNow();
        var days = (int)((until ?? now) - now).TotalDays - 1;
        var first = Math.Max(0, (int)Math.Ceiling(((from ?? now) - now).TotalDays));
        world.PlanOnDay(days <= first ? first : world.Random.Next(first, days), deed);
    }

    async Task TryAsync(string office, string role, string what, Func<Actor, Task> deed)
    {
        var by = world.Cast.Holders(office, role)[0];
        try
        {
            await deed(await world.ActorAsync(by));
        }
        catch (RefusedException refusal)
        {
            world.Narrator.Refused(office, by, refusal.Code, refusal.Rule, what);
        }
    }

    // No office ever gave out numbers that begin with four zeros.
    static string Invented(int number)
    {
        var digits = number.ToString("D12", CultureInfo.InvariantCulture);
        return Enumerable.Range(0, 10).Select(check => $"{digits}{check}").Single(id => CitizenId.HasValidCheckDigit(id));
    }

    string UserOf(string office) => world.Cast.Holders(office, Role.Officer)[0];

    async Task<DateTimeOffset?> DateAsync(string key) => (await world.Database.WriteAsync(
        transaction => CircularDates.OfAsync(transaction, Circular, key, Agency)))?.EnforcedAt;
}
