using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Stretches of circular E in June 2022, with the demo province and its people as they would have been then.</summary>
static class RolloutScenes
{
    /// <summary>Numbers with 0000 as registration office; they belong to nobody.</summary>
    public static readonly string[] Ids = ["0000000079197", "0000000158381", "0000000000019", "0000000000027"];

    public static readonly string[] Districts = ["D9901", "D9902", "D9903"];

    public static DateTimeOffset At(int month, int day, int hour = 9, int minute = 0) =>
        new(2022, month, day, hour, minute, 0, TimeSpan.FromHours(7));

    /// <summary>Monday 13 June 2022: the circular has arrived, and nobody has answered yet.</summary>
    public static async Task<World> RolloutAsync(Func<TestDatabase> open)
    {
        var world = await World.OnAsync(open, At(6, 13));
        await world.StartRolloutAsync();
        return world;
    }

    public static async Task StartRolloutAsync(this World world)
    {
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set valid_from = @from where person_id in ('coordinator', 'finance', 'district', 'operator', 'officer')",
            new { from = At(1, 1) }));
        // Circular A's rights are of later years.
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync("delete from rights", new { }));
        foreach (var office in (string[])[DemoData.Province, .. Districts])
            await world.Runtime.StartAsync(new StartRequest("ebill-rollout", StartKey: "E:" + office,
                Inputs: new Dictionary<string, object?> { ["circularId"] = "E", ["organisationCode"] = office }));
    }

    public static RosterDesk Rosters(this World world) => new(world.Database, world.Vault, world.Clock);

    public static OrderDesk Orders(this World world) => new(world.Database, world.Tools, world.Clock);

    public static Registration Registering(this World world) => new(world.Database, world.Vault, world.Tools, world.Clock);

    public static IdentityChecks Checking(this World world) => new(world.Database, world.Tools, world.Clock);

    /// <summary>Registers with ThaID's proof of a number, under the name that the roster has for it.</summary>
    public static async Task<string> RegisterAsync(this Registration registration, string office, string citizen, Actor actor)
    {
        var at = Array.IndexOf(Ids, citizen);
        return await registration.RegisterAsync(
            office, Proof(citizen, $"{(at < 0 ? "ไม่มี" : ((string[])["หนึ่ง", "สอง", "สาม", "สี่"])[at])} ใจดี"), actor);
    }

    public static RegistrationProof Proof(string citizen, string name, string method = "ThaID") =>
        new(CitizenId.TryParse(citizen, out var id) ? id! : throw new AssertionException(citizen), name, method);

    public static Trial Trying(this World world) => new(world.Database, world.Clock);

    public static Purge Purging(this World world) => new(world.Database, world.Clock);

    public static Dictionary<string, string> Row(string office, string given, string citizen, string position = "ปลัดอำเภอ") => new()
    {
        ["office"] = office,
        ["title"] = "นาย",
        ["given"] = given,
        ["family"] = "ใจดี",
        ["citizen"] = citizen,
        ["position"] = position,
        ["email"] = "",
    };

    public static async Task<RosterChange> NamesAsync(this World world, string office, string given, string citizen, string by = "coordinator",
        string position = "ปลัดอำเภอ") =>
        await world.Rosters().PutAsync(DemoData.Province, Row(office, given, citizen, position), await world.ActorAsync(by));

    /// <summary>The province's own office and all three districts are named.</summary>
    public static async Task NamesAllAsync(this World world)
    {
        await world.NamesAsync(DemoData.Province, "หนึ่ง", Ids[0]);
        for (var i = 0; i < Districts.Length; i++)
            await world.NamesAsync(Districts[i], ((string[])["สอง", "สาม", "สี่"])[i], Ids[i + 1]);
    }

    public static async Task<WorkTask> AskedAsync(this World world, string kind, string about = DemoData.Province) =>
        await world.Database.FirstAsync<WorkTask>(
            "select * from tasks where kind = @kind and about_code = @about and closed_at is null order by id", new { kind, about })
        ?? throw new InvalidOperationException($"No open task '{kind}' about {about}.");

    public static async Task<StepResult> SendsRosterAsync(this World world, string by = "coordinator", string about = DemoData.Province) =>
        await world.AnswerAsync(await world.AskedAsync(WorkTask.CollectRoster, about), by, CollectRoster.Send, new { reason = "" });

    public static async Task<StepResult> AcceptsAsync(this World world, string answer = "Accept", string reason = "") =>
        await world.AnswerAsync((await world.Database.FirstAsync<WorkTask>(
            "select * from tasks where kind = 'ask-organisation' and organisation_code = 'DOPA' and closed_at is null"))!,
            "finance", answer, new { reason });

    public static async Task<string> SignsOrderAsync(this World world, string number = "๑๒๓/๒๕๖๕")
    {
        var finance = await world.ActorAsync("finance");
        var id = await world.Orders().CompileAsync(finance);
        await world.Orders().SignAsync(id, new OrderSignature(number, ThaiDate.BangkokDate(world.Clock.GetUtcNow()),
            "นายสมมุติ อธิบดี", "อธิบดีกรมการปกครอง", Capacity.Own, ""), finance);
        await world.Runtime.RunDueAsync();
        return id;
    }

    /// <summary>All are named, sent, accepted, and appointed on 14 June.</summary>
    public static async Task AppointedAsync(this World world)
    {
        await world.NamesAllAsync();
        await world.SendsRosterAsync();
        await world.AcceptsAsync();
        await world.LeapsToAsync(At(6, 14, 15));
        await world.SignsOrderAsync();
    }

    public static async Task<string> CodeOfRefusalAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            return refusal.Code;
        }
        return "";
    }

    public static Task<string?> StateOfAsync(this World world, string given) => StateAsync(world, given);

    static async Task<string?> StateAsync(World world, string given) => (await world.Database.FirstAsync<RosterLine>(
        "select * from roster_lines where given_name_th = @given order by id desc", new { given }))?.State;

    public static IReadOnlyList<TrialType> Types { get; } =
        [.. Enumerable.Range(1, 8).Select(number => new TrialType($"type{number}", "", ""))];
}
