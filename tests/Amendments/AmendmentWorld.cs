using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Amendments;

/// <summary>The desk of amendments in a world, with the job that carries them out.</summary>
sealed class AmendmentWorld
{
    public const string Number = "มท ๐๘๑๐.๘/ว ๙๙";

    public AmendmentWorld(World world)
    {
        World = world;
        var tools = new Tools(world.Calendar, Repository.MailTemplates, "https://flow.example");
        Migration = new InstanceMigration(
            world.Database, world.Definitions, world.Clock, NullLogger<InstanceMigration>.Instance);
        Desk = new AmendmentDesk(
            world.Database, world.Definitions, Migration, new CircularCatalogue(), world.Calendar, world.Clock);
        Job = new AmendmentJob(world.Database, world.Runtime, Migration, world.Clock, NullLogger<AmendmentJob>.Instance);
        Notices = new AmendmentNotices(world.Database, tools, world.Clock);
    }

    public World World { get; }
    public AmendmentDesk Desk { get; }
    public InstanceMigration Migration { get; }
    public AmendmentJob Job { get; }
    public AmendmentNotices Notices { get; }

    public AmendmentForm Form(string circular, string number = Number, string key = "am1") => AmendmentForm.Empty(
        key, circular, number, ThaiDate.BangkokDate(World.Clock.GetUtcNow()), "ขยายเวลาให้ครบทุกแห่ง");

    public AmendmentForm Moves(string circular, string key, DateOnly day) =>
        Form(circular) with { Dates = [new NewDate(key, day, null)] };

    /// <summary>Writes it down, begins, and lets the job work.</summary>
    public async Task<string> BeginsAsync(AmendmentForm form, string by = "dla-reviewer")
    {
        var id = await Desk.KeepAsync(form, await World.ActorAsync(by));
        await Desk.StartAsync(id, await World.ActorAsync(by));
        await Job.RunAsync(together: 1);
        return id;
    }

    public async Task GoesOnAsync(string id, string by = "dla-reviewer")
    {
        await Desk.GoOnAsync(id, await World.ActorAsync(by));
        await Job.RunAsync();
    }

    public async Task TakesBackAsync(string id, string by = "dla-reviewer")
    {
        await Desk.TakeBackAsync(id, await World.ActorAsync(by));
        await Job.RunAsync(together: 1);
    }

    public async Task WithdrawsAsync(
        string circular, string reason, string by, bool endsRights = false, string number = "นร ๐๗๒๑/ว ๙๙")
    {
        var id = await Desk.KeepAsync(new WithdrawalForm("wd1", circular, number,
            ThaiDate.BangkokDate(World.Clock.GetUtcNow()), reason, endsRights), await World.ActorAsync(by));
        await Desk.StartAsync(id, await World.ActorAsync(by));
        await Job.RunAsync(together: 1);
    }

    /// <summary>A minute later the mails are made.</summary>
    public async Task TellsAsync()
    {
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        await Notices.MailAsync();
    }

    public async Task<Amendment> StateAsync(string id) => (await Amendment.FindAsync(World.Database, id))!;

    public Task<IReadOnlyList<AmendmentCase>> CasesAsync(string id) => World.Database.QueryAsync<AmendmentCase>(
        "select * from amendment_cases where amendment_id = @id order by subject_id", new { id });

    public Task<IReadOnlyList<DateTimeOffset>> DuesAsync(string basis) => World.Database.QueryAsync<DateTimeOffset>(
        "select distinct due_at from deadlines where basis = @basis and state = 'open' order by due_at", new { basis });
}
