using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Engine;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// The host dies at its first commit, at its second, and so on until it no longer dies; each time before and after.
/// Another opens the same store, the clock and the person come again, and everything has happened once.
/// </summary>
public sealed class DieAtEveryCommitTests
{
    static readonly string Flow = Of("flow",
        [
            Step("ask", "Test.Ask"), Mark("granted"), Step("mail", "Gov.SendEmail",
                new { to = Literal("a@example.go.th"), subject = Literal("granted") }),
            Step("wait", "Elsa.Delay", new { timeSpan = Literal("30.00:00:00") }), Mark("reviewed"), Step("end", "Elsa.End"),
        ],
        ["start -> ask", "ask.Yes -> granted", "ask.No -> end", "granted -> mail", "mail -> wait", "wait -> reviewed",
            "reviewed -> end"]);

    [Test]
    public async Task SQLite_survives_dying_at_every_commit([Values] bool afterCommit)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-test").FullName;
        await DieEverywhereAsync(round => death => death is null
            ? new SqliteDatabase(Path.Combine(folder, $"{round}.db"))
            : new DyingSqliteDatabase(Path.Combine(folder, $"{round}.db"), death), afterCommit);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task PostgreSQL_survives_dying_at_every_commit([Values] bool afterCommit) =>
        await DieEverywhereAsync(_ =>
        {
            var connection = PostgresServer.Shared.NewDatabase();
            return death => death is null ? new PostgresDatabase(connection) : new DyingPostgresDatabase(connection, death);
        }, afterCommit);

    static async Task DieEverywhereAsync(Func<int, Func<Death?, Database>> storeOf, bool afterCommit)
    {
        var deaths = 0;
        for (var atCommit = 1; ; atCommit++)
        {
            var open = storeOf(atCommit);
            var world = new World();
            var death = new Death(atCommit, afterCommit);
            await PrepareAsync(open(null), world);
            await world.LiveAsync(open(death), death);
            if (!death.HasCome)
                break;
            deaths++;
            await world.LiveAsync(open(null), death: null);
            await world.MustHaveHappenedOnceAsync(open(null), $"died {(afterCommit ? "after" : "before")} commit {atCommit}");
        }
        Assert.That(deaths, Is.GreaterThanOrEqualTo(6),
            "start, answer, lease, mark, wake and their like are commits of their own");
    }

    static async Task PrepareAsync(Database database, World world)
    {
        await using (database)
        {
            await Migrator.ApplyAsync(database, world.Clock, typeof(WorkflowRuntime).Assembly);
            await database.WriteAsync(t =>
                t.ExecuteAsync("create table marks (instance_id text not null, name text not null, by_whom text)", new { }));
        }
    }

    /// <summary>A person, a clock and a mail server, who outlive the host.</summary>
    sealed class World
    {
        readonly List<string> delivered = [];

        public TestClock Clock { get; } = new();

        /// <summary>All that is to be done, from the publication on; may be done again by the next host.</summary>
        public async Task LiveAsync(Database database, Death? death)
        {
            await using (database)
                try
                {
                    await DoAllAsync(database);
                }
                catch (DeadException) when (death is { HasCome: true })
                {
                    // The next host goes on.
                }
        }

        public async Task MustHaveHappenedOnceAsync(Database database, string when)
        {
            await using (database)
            {
                await Books.MustBalanceAsync(database, new DefinitionStore(database, Bench.NewCatalog(), Clock));
                Assert.That(await database.QueryAsync<string>("select status from instances"), Is.EqualTo(Names("Finished")),
                    when);
                Assert.That(await database.QueryAsync<string>("select name from marks"),
                    Is.EqualTo(Names("granted", "reviewed")), when);
                Assert.That(await database.FirstAsync<long>("select count(*) from incidents"), Is.Zero, when);
                Assert.That(delivered,
                    Is.Not.Empty.And.All.EqualTo(
                        await database.FirstAsync<string>("select key from outbox where done_at is not null")), when);
            }
        }

        async Task DoAllAsync(Database database)
        {
            var definitions = new DefinitionStore(database, Bench.NewCatalog(), Clock);
            var runtime = new WorkflowRuntime(database, definitions, Clock, NullLogger<WorkflowRuntime>.Instance);
            var outbox = new OutboxDispatcher(database, Clock, DeliverAsync, NullLogger<OutboxDispatcher>.Instance);
            await definitions.PublishAsync([Flow]);
            await runtime.StartAsync(new StartRequest("flow", StartKey: "request 1"));
            if (await database.FirstAsync<string>("select id from bookmarks where node_id = 'root:ask'") is { } question)
                await runtime.ResumeAsync(question, new Stimulus("Yes", "mayor"));
            for (var days = 0; days < 3; days++)
            {
                await outbox.DispatchAsync();
                Clock.Advance(TimeSpan.FromDays(30));
                await runtime.RunDueAsync();
            }
            await outbox.DispatchAsync();
        }

        Task<Delivery> DeliverAsync(OutboxItem item, CancellationToken stop)
        {
            delivered.Add(item.Key);
            return Task.FromResult<Delivery>(new Delivery.Done());
        }
    }
}
