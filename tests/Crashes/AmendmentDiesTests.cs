using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Amendments;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// A circular is amended, the amendment is taken back, and the circular is withdrawn, with a host that dies at each commit in
/// turn, before or after it; whoever got no answer repeats. In the end every case is where it would be, and everybody has one
/// mail.
/// </summary>
public sealed class AmendmentDiesTests
{
    static readonly string[] Types = ["pao", "city_municipality", "town_municipality"];

    [Test]
    public Task T81_T88_SQLite_survives_dying_at_every_commit_of_an_amendment([Values] bool afterCommit) =>
        new DyingCopies(PrepareAsync, LiveAsync).OnSqliteAsync(afterCommit, 15, "3 closed", "3 returned", "6 moves");

    [Test]
    public Task T81_T88_PostgreSQL_survives_dying_at_every_commit_of_an_amendment([Values] bool afterCommit) =>
        new DyingCopies(PrepareAsync, LiveAsync).OnPostgresAsync(afterCommit, 15, "3 closed", "3 returned", "6 moves");

    static async Task PrepareAsync(TestDatabase store)
    {
        await using var survey = await Survey.SentAsync(() => store, types: Types);
        await survey.PublishAsync(2);
        await survey.Amendments.Migration.PlanAsync(new MigrationPlan(Survey.Definition, 1, 2), "designer");
    }

    static async Task<string> LiveAsync(Func<Death?, Database> open, Death? death)
    {
        var clock = new TestClock();
        var store = new TestDatabase(() => open(death is { HasCome: true } ? null : death), () => { });
        var survey = await Survey.AgainAsync(store, clock);
        Func<Task>[] deeds =
        [
            async () => await survey.Amendments.Desk.KeepAsync(await FormAsync(survey), await SenderAsync(survey)),
            () => OnceAsync(async () => await survey.Amendments.Desk.StartAsync("am1", await SenderAsync(survey))),
            () => survey.Amendments.Job.RunAsync(together: 1),
            () => TellAsync(survey, 2),
            () => OnceAsync(async () => await survey.Amendments.Desk.TakeBackAsync("am1", await SenderAsync(survey))),
            () => survey.Amendments.Job.RunAsync(together: 1),
            async () => await survey.Amendments.Desk.KeepAsync(new WithdrawalForm("wd1", survey.Circular, "มท ๐๘๑๐.๘/ว ๑๐๐",
                new(2026, 3, 2), "มีฉบับใหม่", false), await SenderAsync(survey)),
            () => OnceAsync(async () => await survey.Amendments.Desk.StartAsync("wd1", await SenderAsync(survey))),
            () => survey.Amendments.Job.RunAsync(together: 1),
            () => TellAsync(survey, 4),
        ];
        var isBorn = false;
        foreach (var deed in deeds)
        {
            try
            {
                await deed();
            }
            catch (DeadException)
            {
                Assert.That(isBorn, Is.False);
            }
            // The job takes a lost answer for a bad moment, and leaves the rest to its next round.
            if (death is not { HasCome: true } || isBorn)
                continue;
            await store.ReopenAsync();
            survey = await Survey.AgainAsync(store, clock);
            await deed();
            isBorn = true;
        }
        var story = await StoryAsync(survey);
        await store.DisposeAsync();
        return story;

        Task<int> TellAsync(Survey survey, int minute)
        {
            clock.SetTo(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7)).AddMinutes(minute));
            return survey.Amendments.Notices.MailAsync();
        }
    }

    static Task<Actor> SenderAsync(Survey survey) => survey.World.ActorAsync("dla-reviewer");

    static async Task<AmendmentForm> FormAsync(Survey survey) =>
        survey.Amendments.Moves(survey.Circular, survey.Key, Survey.Later) with
        {
            MigrationPlanId = await survey.World.Database.FirstAsync<string>("select id from migration_plans"),
            AddedOrganisations = [DemoData.Tambon],
        };

    // Who got no answer presses again, and is told that it has begun.
    static async Task OnceAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal) when (refusal.Code == "amendment-state")
        {
            return;
        }
    }

    static async Task<string> StoryAsync(Survey survey)
    {
        var database = survey.World.Database;
        var lines = await database.QueryAsync<string>(
            """
            select amendment_id || ': ' || count(*) || ' ' || state from amendment_cases group by amendment_id, state
            union all select id || ' is ' || status from amendments
            union all select organisation_code || ' due ' || case when enforced_at is null then '-' else 'set' end from deliveries
            union all select recipient || ' ' || count(*) from outbox group by recipient
            union all select i.status || ' version ' || i.version || ' ' || count(*) from instances i group by i.status, i.version
            """);
        var moves = await database.FirstAsync<long>("select count(*) from deadline_moves");
        var audit = await database.QueryAsync<string>("select action || ' ' || count(*) from audit group by action");
        return string.Join('\n', [.. lines.Concat(audit).Order(StringComparer.Ordinal), $"{moves} moves"]);
    }
}
