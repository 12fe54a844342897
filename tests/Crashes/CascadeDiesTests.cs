using Npgsql;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Cascade;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// A circular is sent, passed on and started, with a host that dies at each commit in turn, before or after it; whoever got no
/// answer repeats. In the end every organisation has one instance, and everybody one mail.
/// </summary>
public sealed class CascadeDiesTests
{
    [Test]
    public async Task B10_SQLite_survives_dying_at_every_commit_of_a_sending([Values] bool afterCommit)
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
    public async Task B10_PostgreSQL_survives_dying_at_every_commit_of_a_sending([Values] bool afterCommit)
    {
        var template = PostgresServer.Shared.NewDatabase();
        await PrepareAsync(new TestDatabase(() => new PostgresDatabase(template), NpgsqlConnection.ClearAllPools));
        await DieEverywhereAsync(round =>
        {
            var connection = CopyOf(template, $"cascade{(afterCommit ? "after" : "before")}{round}");
            return death => death is null ? new PostgresDatabase(connection) : new DyingPostgresDatabase(connection, death);
        }, afterCommit);
        NpgsqlConnection.ClearAllPools();
    }

    static async Task DieEverywhereAsync(Func<int, Func<Death?, Database>> storeOf, bool afterCommit)
    {
        var undisturbed = await LiveAsync(storeOf(0), death: null);
        Assert.That(undisturbed, Does.Contain("7 instances"));
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
        Assert.That(deaths, Is.GreaterThanOrEqualTo(15));
    }

    static async Task PrepareAsync(TestDatabase store)
    {
        await using var world = await CascadeWorld.OnAsync(() => store);
        await world.RegisterAsync(new(2026, 3, 13));
    }

    static async Task<string> LiveAsync(Func<Death?, Database> open, Death? death)
    {
        var clock = new TestClock();
        var store = new TestDatabase(() => open(death is { HasCome: true } ? null : death), () => { });
        var world = await CascadeWorld.AgainAsync(store, clock);
        Func<Task>[] deeds =
        [
            async () => await world.Desk.SendAsync(world.SendForm("DLA-2569-12"), await world.World.ActorAsync("dla-reviewer")),
            () => world.Job.RunAsync(parallel: 1),
            () => world.ReceivesAsync("s1", DemoData.Province, "coordinator"),
            () => PassOnAsync(world, DemoData.Province, "coordinator"),
            () => world.Job.RunAsync(parallel: 1),
            () => world.ReceivesAsync("s1", CascadeDemo.District, "district"),
            () => PassOnAsync(world, CascadeDemo.District, "district"),
            () => world.Job.RunAsync(parallel: 1),
            async () =>
            {
                clock.SetTo(new(2026, 3, 2, 9, 5, 0, TimeSpan.FromHours(7)));
                await world.Notices.MailAsync();
            },
        ];
        foreach (var deed in deeds)
            try
            {
                await deed();
            }
            catch (DeadException)
            {
                await store.ReopenAsync();
                world = await CascadeWorld.AgainAsync(store, clock);
                await deed();
            }
        var story = await TellAsync(world);
        await store.DisposeAsync();
        return story;
    }

    // Somebody who got no answer presses the button again, and is told that it is done.
    static async Task PassOnAsync(CascadeWorld world, string office, string by)
    {
        try
        {
            await world.Hops.ReissueAsync("s1", office, new ReissueForm("ว ๗", new(2026, 3, 2), null),
                await world.World.ActorAsync(by));
        }
        catch (RefusedException refusal) when (refusal.Code == "passed-on")
        {
            return;
        }
    }

    static async Task<string> TellAsync(CascadeWorld world)
    {
        var entries = await world.Database.QueryAsync<string>(
            """
            select organisation_code || ' ' || coalesce(receive_number, '-') || ' ' || coalesce(own_number, '-') || ' '
                || case when instance_id is null then 'not started' else 'started' end
            from deliveries order by organisation_code
            """);
        var instances = await world.Database.FirstAsync<long>("select count(*) from instances");
        var mails = await world.Database.QueryAsync<string>(
            "select recipient || ' ' || count(*) from outbox group by recipient order by recipient");
        return string.Join('\n', [.. entries, $"{instances} instances", .. mails]);
    }

    static string CopyOf(string template, string name)
    {
        var source = new NpgsqlConnectionStringBuilder(template);
        using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(template) { Database = "postgres" }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"create database {name} template {source.Database}", connection);
        command.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(template) { Database = name }.ConnectionString;
    }
}
