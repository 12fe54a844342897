using System.Text.Json;
using Npgsql;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// A replacement under circular A from the form to the grant, with an officer who leaves on the way (T33), and on into the
/// yearly review; with a host that dies at each commit in turn, before or after it. People repeat what they got no answer
/// for; in the end it all has happened once.
/// </summary>
public sealed class CircularADiesTests
{
    static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7));

    [Test]
    public async Task A06_SQLite_survives_dying_at_every_commit([Values] bool afterCommit)
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
    public async Task A06_PostgreSQL_survives_dying_at_every_commit([Values] bool afterCommit)
    {
        var template = PostgresServer.Shared.NewDatabase();
        await PrepareAsync(new TestDatabase(() => new PostgresDatabase(template), NpgsqlConnection.ClearAllPools));
        await DieEverywhereAsync(round =>
        {
            var connection = CopyOf(template, $"{(afterCommit ? "after" : "before")}{round}");
            return death => death is null ? new PostgresDatabase(connection) : new DyingPostgresDatabase(connection, death);
        }, afterCommit);
        NpgsqlConnection.ClearAllPools();
    }

    static async Task DieEverywhereAsync(Func<int, Func<Death?, Database>> storeOf, bool afterCommit)
    {
        var undisturbed = await new Story(storeOf(0)).LiveAsync(death: null);
        var deaths = 0;
        for (var atCommit = 1; ; atCommit++)
        {
            var death = new Death(atCommit, afterCommit);
            var told = await new Story(storeOf(atCommit)).LiveAsync(death);
            if (!death.HasCome)
                break;
            deaths++;
            Assert.That(told, Is.EqualTo(undisturbed), $"died {(afterCommit ? "after" : "before")} commit {atCommit}");
        }
        Assert.That(deaths, Is.GreaterThanOrEqualTo(15), "every answer and every deed of the clock is a commit of its own");
    }

    static async Task PrepareAsync(TestDatabase store)
    {
        await using var world = await World.OnAsync(() => store);
        world.BooksMustBalance = false;
    }

    static string CopyOf(string template, string name)
    {
        var source = new NpgsqlConnectionStringBuilder(template);
        using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(template) { Database = "postgres" }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"create database {name} template {source.Database}", connection);
        command.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(template) { Database = name, MaxPoolSize = 10 }.ConnectionString;
    }

    /// <summary>What people and clock mean to do; they outlive the hosts, and remember which task they were answering.</summary>
    sealed class Story(Func<Death?, Database> open)
    {
        readonly TestClock clock = new(Monday);
        readonly Dictionary<string, WorkTask> tasks = [];
        Request? request;

        /// <returns>All that happened, in a form that two lives can be compared by.</returns>
        public async Task<string> LiveAsync(Death? death)
        {
            Func<World, Task>[] deeds =
            [
                FileAsync,
                world => LeapAsync(world, 2),
                world => AnswerAsync(world, WorkTask.RevokeFirst, "city-mayor", "Revoke", new { reason = "ย้าย" }),
                world => LeapAsync(world, 8),
                world => AnswerAsync(
                    world, WorkTask.ProveIdentity, "city-officer2", "Prove", new { method = "ThaID-stand-in", level = "2.3" }),
                // The new officer leaves while the letter is waited for; the old one comes back in their place (T33).
                LeaveAsync,
                world => LeapAsync(world, 9),
                world => AnswerAsync(world, WorkTask.ChangeOfficer, "city-mayor", "Continue",
                    new { reason = "", via = "page", personId = "city-officer" }),
                world => AnswerAsync(
                    world, WorkTask.ProveIdentity, "city-officer", "Prove", new { method = "ThaID-stand-in", level = "2.3" },
                    "again"),
                AttachAsync,
                world => LeapAsync(world, 12),
                world => AnswerAsync(world, WorkTask.Review, "reviewer", "Approve", new { reason = "ครบ" }),
                DecideAsync,
                world => LeapAsync(world, 400),
            ];
            var world = await World.AgainAsync(new TestDatabase(() => open(death), () => { }), clock);
            foreach (var deed in deeds)
                try
                {
                    await deed(world);
                }
                catch (DeadException) when (death is { HasCome: true })
                {
                    await world.DisposeAsync();
                    world = await World.AgainAsync(new TestDatabase(() => open(null), () => { }), clock);
                    await deed(world);
                }
            await DomainBooks.MustBalanceAsync(world);
            var told = await TellAsync(world);
            await world.DisposeAsync();
            return told;
        }

        async Task FileAsync(World world) =>
            request = await world.FileAsync(
                "city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1", formKey: "one form");

        Task LeapAsync(World world, int days) => world.LeapsToAsync(Monday.AddDays(days));

        async Task LeaveAsync(World world)
        {
            if ((await world.RequestAsync(request!.Id)).OfficerLeftAt is null)
                await world.Departure.LeaveAsync(
                    "city-officer2", DemoData.City, clock.GetUtcNow(), await world.ActorAsync("city-mayor"), "คำสั่งที่ ๕");
        }

        async Task AttachAsync(World world)
        {
            if (tasks.TryGetValue(WorkTask.Letter, out var before)
                && (await WorkTask.FindAsync(world.Database, before.Id))!.ClosedAt is not null)
                return;
            tasks[WorkTask.Letter] = await world.OpenTaskAsync(request!, WorkTask.Letter);
            await world.AttachesLetterAsync(await world.RequestAsync(request!.Id), "city-clerk");
        }

        async Task DecideAsync(World world)
        {
            if (!tasks.TryGetValue(WorkTask.Decide, out var task))
                task = tasks[WorkTask.Decide] = await world.OpenTaskAsync(request!, WorkTask.Decide);
            var stepUpId = await world.StepsUpAsync(task, "director");
            await MustBeTakenAsync(world, task, "director", "Approve", new { reason = "", stepUpId });
        }

        async Task AnswerAsync(World world, string kind, string by, string answer, object data, string time = "")
        {
            if (!tasks.TryGetValue(kind + time, out var task))
                task = tasks[kind + time] = await world.OpenTaskAsync(request!, kind);
            await MustBeTakenAsync(world, task, by, answer, data);
        }

        static async Task MustBeTakenAsync(World world, WorkTask task, string by, string answer, object data) => Assert.That(
            await world.AnswerAsync(task, by, answer, data),
            Is.InstanceOf<StepResult.Moved>().Or.InstanceOf<StepResult.AlreadyDone>());

        // Codes may be asked for once more; all else has its number.
        static async Task<string> TellAsync(World world) => JsonSerializer.Serialize(await world.Database.QueryAsync<string>(
            """
            select line from (
                select 'mail ' || template || ' ' || person_id || ' ' || cast(count(*) as text) as line
                from case_mails where template <> 'one-time-code' group by template, person_id
                union all select 'decision ' || stage || ' ' || answer || ' ' || cast(count(*) as text)
                    from decisions group by stage, answer
                union all select 'right ' || organisation_code || ' ' || person_id || ' ' || coalesce(end_reason, 'open')
                    from rights
                union all select 'request ' || stage from requests
                union all select 'audit ' || action || ' ' || cast(count(*) as text) from audit group by action
                union all select 'proof ' || person_id from identity_proofs
                union all select 'letter ' || letter_number from letters
                union all select 'review ' || right_id || ' ' || coalesce(outcome, 'open')
                    from reviews where right_id in ('city-1', 'full-1', 'full-2')
                union all select 'incident ' || message from incidents
            ) as told order by line
            """));
    }
}
