using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Cascade;

/// <summary>The demo province with the desks of the cascade, and a circular of the department whose units each wait for an
/// event.</summary>
sealed class CascadeWorld : IAsyncDisposable
{
    public const string Definition = "waits";
    public const string Provincial = DemoData.Province;

    CascadeWorld(World world)
    {
        World = world;
        Tools = world.Tools;
        Register = new CircularRegister(world.Database, world.Clock);
        Desk = new SendingDesk(world.Database, world.Definitions, world.Clock);
        Job = new SendingJob(world.Database, world.Runtime, Tools, world.Clock, NullLogger<SendingJob>.Instance);
        Hops = new HopDesk(world.Database, Tools, world.Clock);
        Notices = new DeliveryNotices(world.Database, Tools, world.Clock);
        Chasing = new Chasing(world.Database, Tools, world.Clock);
        Fold = new MailFold(world.Database, Tools, world.Clock);
    }

    public World World { get; }
    public Tools Tools { get; }
    public Database Database => World.Database;
    public TestClock Clock => World.Clock;
    public CircularRegister Register { get; }
    public SendingDesk Desk { get; }
    public SendingJob Job { get; }
    public HopDesk Hops { get; }
    public DeliveryNotices Notices { get; }
    public Chasing Chasing { get; }
    public MailFold Fold { get; }

    /// <summary>Everybody, for any circular; each instance waits for "done".</summary>
    public static string Waits => PerOrganisation.Of(Definition, Coverage.AnyCircular, [.. OrganisationType.All.Select(type =>
        type.Code)],
        [Step("wait", "Elsa.Event", new { eventName = Literal("done") }), Step("over", "Elsa.End"), Step("not", "Elsa.End")],
        ["cover.Done -> wait", "wait -> over", "cover.NotCovered -> not"]);

    public static async Task<CascadeWorld> OnAsync(Func<TestDatabase> open, DateTimeOffset? now = null)
    {
        var world = await World.OnAsync(open, now);
        // Its instances wait for events, which is nobody's task.
        world.BooksMustBalance = false;
        await world.Definitions.PublishAsync([Waits]);
        return new CascadeWorld(world);
    }

    /// <summary>In a world that was prepared before.</summary>
    public static CascadeWorld Of(World world) => new(world);

    /// <summary>Registers a circular of the department, with one clause and a deadline.</summary>
    public async Task<string> RegisterAsync(DateOnly deadline, string number = "มท ๐๘๑๐.๘/ว ๑๒") =>
        await Register.RegisterAsync(Form(deadline, number), await World.ActorAsync("dla-reviewer"));

    public CircularForm Form(DateOnly deadline, string number = "มท ๐๘๑๐.๘/ว ๑๒") => new("DLA", number,
        ThaiDate.BangkokDate(Clock.GetUtcNow()), "สำรวจถังขยะ", "Survey of bins", SpeedClass.Urgent, null, [], ["หนังสือเดิม"],
            ["แบบสำรวจ"],
        [new ClauseLine("ให้สำรวจและรายงาน", "สำรวจถังขยะและรายงาน", "Count the bins and report")],
        [new DeadlineLine(1, deadline, null, "deadline", "วันสุดท้ายที่รายงาน", "Last day to report")],
        [new Contact("กองสาธารณสุข", "Health division", "0 2241 9000", null, null)]);

    public async Task<string> SendAsync(string circular, string mode = Sending.Relay, string key = "s1", int leastHours = 8,
        string path = "/", params string[] types)
    {
        await Desk.SendAsync(SendForm(circular, mode, key, leastHours, path, types), await World.ActorAsync("dla-reviewer"));
        await Job.RunAsync(parallel: 1);
        return key;
    }

    public SendingForm SendForm(string circular, string mode = Sending.Relay, string key = "s1", int leastHours = 8,
        string path = "/", params string[] types) => new(key, circular, Definition, mode,
            types is [] ? ["pao", "city_municipality", "town_municipality", "tambon_municipality", "tao"] : types, path,
            $"{circular}-01", leastHours, "มท ๐๘๑๐.๘/ว ๑๒", ThaiDate.BangkokDate(Clock.GetUtcNow()));

    public async Task ReceivesAsync(string sending, string office, string by, string number = "100") =>
        await Hops.ReceiveAsync(sending, office, new ReceiptForm(number, null), await World.ActorAsync(by));

    public async Task PassesOnAsync(string sending, string office, string by, DateTimeOffset? deadline = null,
        string number = "ตย ๐๐๒๓/ว ๗")
    {
        await ReceivesAsync(sending, office, by);
        await Hops.ReissueAsync(sending, office,
            new ReissueForm(number, ThaiDate.BangkokDate(Clock.GetUtcNow()), deadline), await World.ActorAsync(by));
        await Job.RunAsync(parallel: 1);
    }

    public Task<Delivery?> DeliveryAsync(string sending, string office) => Delivery.FindAsync(Database, sending, office);

    public Task<IReadOnlyList<string>> StartedAsync(string sending) => Database.QueryAsync<string>(
        """
        select organisation_code from deliveries
        where sending_id = @sending and instance_id is not null order by organisation_code
        """,
        new { sending });

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
