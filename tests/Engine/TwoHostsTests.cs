using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>SQLite serves one host; PostgreSQL serves several, from the first migration on.</summary>
public sealed class TwoHostsTests
{
    [Test]
    public async Task A_second_host_on_the_same_SQLite_file_is_refused_and_told_why()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-test").FullName;
        var file = Path.Combine(folder, "store.db");
        await using (new SqliteDatabase(file))
            Assert.That(() => new SqliteDatabase(file), Throws.InvalidOperationException.With.Message
                .Contains("Another host is using this SQLite store").And.Message.Contains("set Store to postgres"));
        await using (new SqliteDatabase(file))
            Assert.That(File.Exists(file), "it opens when the first host is gone");
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Hosts_that_migrate_one_PostgreSQL_at_the_same_time_take_turns()
    {
        for (var round = 0; round < 10; round++)
        {
            var connection = PostgresServer.Shared.NewDatabase();
            var hosts = Enumerable.Range(0, 4).Select(_ => new PostgresDatabase(connection)).ToList();
            await Task.WhenAll(hosts.Select(host => Task.Run(() =>
                Migrator.ApplyAsync(host, new TestClock(), typeof(WorkflowRuntime).Assembly))));
            Assert.That(await hosts[0].FirstAsync<long>("select count(*) from migrations where name = '0001_engine'"),
                Is.EqualTo(1));
            foreach (var host in hosts)
                await host.DisposeAsync();
        }
    }

    [Test]
    public async Task Hosts_that_publish_the_same_definition_at_the_same_time_agree()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        var hosts = Enumerable.Range(0, 4).Select(_ => new PostgresDatabase(connection)).ToList();
        await Migrator.ApplyAsync(hosts[0], new TestClock(), typeof(WorkflowRuntime).Assembly);
        var catalog = new WorkflowHost.Engine.ActivityCatalog(WorkflowHost.Engine.ControlFlow.ControlFlowActivities.All);
        for (var version = 1; version <= 20; version++)
        {
            var json = Chart.Of("same", [Chart.Step("end", "Elsa.End")], ["start -> end"], version: version);
            await Task.WhenAll(hosts.Select(host => Task.Run(() =>
                new WorkflowHost.Engine.Definitions.DefinitionStore(host, catalog, new TestClock()).PublishAsync([json]))));
        }
        Assert.That(await hosts[0].FirstAsync<long>("select count(*) from definitions"), Is.EqualTo(20));
        foreach (var host in hosts)
            await host.DisposeAsync();
    }
}
