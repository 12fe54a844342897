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
    public Task A05_SQLite_survives_dying_at_every_commit_of_a_yearly_review([Values] bool afterCommit) =>
        new DyingCopies(PrepareAsync, LiveAsync).OnSqliteAsync(afterCommit, 14, "1 campaigns", "7 instances");

    [Test]
    public Task A05_PostgreSQL_survives_dying_at_every_commit_of_a_yearly_review([Values] bool afterCommit) =>
        new DyingCopies(PrepareAsync, LiveAsync).OnPostgresAsync(afterCommit, 14, "1 campaigns", "7 instances");

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
