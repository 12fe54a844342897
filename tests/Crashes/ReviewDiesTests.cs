using Npgsql;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// A yearly review is planned, opened and closed by a host that dies at each commit in turn, before or after it, and is started
/// again. There is one campaign, everybody is asked once on the day of the plan, and gets one mail.
/// </summary>
public sealed class ReviewDiesTests
{
    static readonly string[] Organisations = ReviewYear.OrganisationsOf(ReviewYear.North, 2);

    [Test]
    public async Task A05_SQLite_survives_dying_at_every_commit_of_a_yearly_review([Values] bool afterCommit)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-test").FullName;
        var template = Path.Combine(folder, "template.db");
        await PrepareAsync(new TestDatabase(() => new SqliteDatabase(template), () => { }));
        await DieEverywhereAsync(round =>
        {
            var path = Path.Combine(folder, $"{round}.db");
            foreach (var part in Directory.GetFiles(folder, "template.db*"))
                File.Copy(part, part.Replace("template.db", $"{round}.db", StringComparison.Ordinal), overwrite: true);
            return death => death is null ? new SqliteDatabase(path) : new DyingSqliteDatabase(path, death);
        }, afterCommit);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A05_PostgreSQL_survives_dying_at_every_commit_of_a_yearly_review([Values] bool afterCommit)
    {
        var template = PostgresServer.Shared.NewDatabase();
        await PrepareAsync(new TestDatabase(() => new PostgresDatabase(template), NpgsqlConnection.ClearAllPools));
        await DieEverywhereAsync(round =>
        {
            var connection = PostgresServer.Shared.NewDatabase(template);
            return death => death is null ? new PostgresDatabase(connection) : new DyingPostgresDatabase(connection, death);
        }, afterCommit);
        NpgsqlConnection.ClearAllPools();
    }

    static async Task DieEverywhereAsync(Func<int, Func<Death?, Database>> storeOf, bool afterCommit)
    {
        var undisturbed = await LiveAsync(storeOf(0), death: null);
        Assert.That(undisturbed, Does.Contain("1 campaigns").And.Contain("7 instances"));
        var deaths = 0;
        for (var atCommit = 1; ; atCommit++)
        {
            var death = new Death(atCommit, afterCommit);
            var told = await LiveAsync(storeOf(atCommit), death);
            if (!death.HasCome)
                break;
            deaths++;
            Assert.That(told, Is.EqualTo(undisturbed), $"died {(afterCommit ? "after" : "before")} commit {atCommit}");
        }
        Assert.That(deaths, Is.GreaterThanOrEqualTo(12));
    }

    static async Task PrepareAsync(TestDatabase store)
    {
        await using var world = await World.OnAsync(() => store);
        await ReviewYear.SettleAsync(store.Database, world.Clock.GetUtcNow(), Organisations);
    }

    static async Task<string> LiveAsync(Func<Death?, Database> open, Death? death)
    {
        var clock = new TestClock();
        var store = new TestDatabase(() => open(death is { HasCome: true } ? null : death), () => { });
        var world = await World.AgainAsync(store, clock);
        var first = ThaiDate.BangkokDate(clock.GetUtcNow()).AddDays(1);
        var form = new CampaignForm("BBL", first, first.AddDays(6), 100, true);
        List<Func<Task>> deeds = [async () => await world.CampaignPlan.PlanAsync(form, await world.ActorAsync("operator"))];
        for (var day = 0; day < 8; day++)
        {
            var at = ThaiDate.At(first.AddDays(day), new TimeOnly(8, 45));
            deeds.Add(() =>
            {
                clock.SetTo(at);
                return world.CampaignJob.RunAsync(parallel: 1);
            });
        }
        foreach (var deed in deeds)
            try
            {
                await deed();
            }
            catch (DeadException)
            {
                await store.ReopenAsync();
                world = await World.AgainAsync(store, clock);
                await deed();
            }
        var story = await TellAsync(world);
        await store.DisposeAsync();
        return story;
    }

    static async Task<string> TellAsync(World world)
    {
        var items = await world.Database.QueryAsync<string>(
            "select right_id || ' ' || planned_on || ' ' || opened_on || ' ' || state from review_items order by right_id");
        var campaigns = await world.Database.FirstAsync<long>("select count(*) from review_campaigns");
        var instances = await world.Database.FirstAsync<long>("select count(*) from instances");
        var tasks = await world.Database.FirstAsync<long>(
            "select count(*) from tasks where kind = @YearlyReview", new { WorkTask.YearlyReview });
        var mails = await world.Database.QueryAsync<string>(
            "select recipient || ' ' || count(*) from outbox group by recipient order by recipient");
        return string.Join('\n', [.. items, $"{campaigns} campaigns", $"{instances} instances", $"{tasks} tasks", .. mails]);
    }
}
