using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Engine;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// The host dies at each commit of a migration and of its way back; the next one goes on, and each instance moved once.
/// </summary>
public sealed class MigrationDiesTests
{
    static readonly string[] Arrows = ["start -> ask", "ask.Yes -> done", "ask.No -> end", "done -> end"];

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
            await world.PrepareAsync(open(null));
            await world.LiveAsync(open(death), death);
            if (!death.HasCome)
                break;
            deaths++;
            await world.LiveAsync(open(null), death: null);
            await world.MustHaveHappenedOnceAsync(open(null), $"died {(afterCommit ? "after" : "before")} commit {atCommit}");
        }
        Assert.That(deaths, Is.GreaterThanOrEqualTo(10), "plan, start, each instance, the end, and the way back");
    }

    /// <summary>Two people with one intention, who look before they repeat it.</summary>
    sealed class World
    {
        readonly TestClock clock = new();

        public async Task PrepareAsync(Database database)
        {
            await using (database)
            {
                await Migrator.ApplyAsync(database, clock, typeof(WorkflowRuntime).Assembly);
                await database.WriteAsync(t =>
                    t.ExecuteAsync("create table marks (instance_id text not null, name text not null, by_whom text)", new { }));
                var definitions = new DefinitionStore(database, Bench.NewCatalog(), clock);
                var runtime = new WorkflowRuntime(database, definitions, clock, NullLogger<WorkflowRuntime>.Instance);
                await definitions.PublishAsync(
                    [Of("d", [Step("ask", "Test.Ask"), Mark("done"), Step("end", "Elsa.End")], Arrows)]);
                for (var i = 0; i < 3; i++)
                    await runtime.StartAsync(new StartRequest("d"));
                await definitions.PublishAsync(
                    [Of("d", [Step("end", "Elsa.End"), Mark("done"), Step("ask", "Test.Ask")], Arrows, version: 2)]);
            }
        }

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
                await Books.MustBalanceAsync(database, new DefinitionStore(database, Bench.NewCatalog(), clock));
                Assert.That(await database.QueryAsync<string>(
                    "select outcome from journal where event = 'Migrated' order by instance_id, sequence"),
                    Is.EqualTo(Names("1→2", "2→1", "1→2", "1→2", "2→1")), when);
                Assert.That(await database.QueryAsync<int>("select version from instances order by id"),
                    Is.EqualTo((int[])[1, 2, 1]), when);
                Assert.That(await database.QueryAsync<string>("select state from instance_migrations order by instance_id"),
                    Is.EqualTo(Names("Returned", "Kept", "Returned")), when);
                Assert.That(await database.FirstAsync<string>("select status from migration_plans"), Is.EqualTo("RolledBack"),
                    when);
                Assert.That(await database.QueryAsync<string>("select name from marks"), Is.EqualTo(Names("done")), when);
            }
        }

        async Task DoAllAsync(Database database)
        {
            var definitions = new DefinitionStore(database, Bench.NewCatalog(), clock);
            var runtime = new WorkflowRuntime(database, definitions, clock, NullLogger<WorkflowRuntime>.Instance);
            var migration = new InstanceMigration(database, definitions, clock, NullLogger<InstanceMigration>.Instance);
            var id = await database.FirstAsync<string>("select id from migration_plans")
                ?? await migration.PlanAsync(new MigrationPlan("d", 1, 2), "designer");
            if (await StatusAsync(database) == StoredPlan.Planned)
                await migration.StartAsync(id, new StopRule(2), "operator");
            await migration.RunAsync();
            if (await StatusAsync(database) == StoredPlan.Paused)
                await migration.StartAsync(id, new StopRule(null), "operator");
            await migration.RunAsync();
            var second = (await database.QueryAsync<string>("select id from instances order by id"))[1];
            if (await database.FirstAsync<string>("select id from bookmarks where instance_id = @second",
                new { second }) is { } question)
                await runtime.ResumeAsync(question, new Stimulus("Yes", "mayor"));
            if (await StatusAsync(database) == StoredPlan.Done)
                await migration.RollBackAsync(id, "operator");
            await migration.RunAsync();
        }

        static Task<string?> StatusAsync(Database database) => database.FirstAsync<string>("select status from migration_plans");
    }
}
