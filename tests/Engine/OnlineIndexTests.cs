using Npgsql;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Cluster;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web;

namespace WorkflowHost.Tests.Engine;

/// <summary>Migrations that build an index while others write.</summary>
public sealed class OnlineIndexTests
{
    [TestCaseSource(nameof(Stores))]
    public async Task AnOnlineMigration_IsAppliedOnce_ByAnyNumberOfHosts(Func<TestDatabase> open)
    {
        await using var store = open();
        var clock = new TestClock();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NextVersion.MigrateAsync(store.Database, clock)));
        await NextVersion.MigrateAsync(store.Database, clock);
        Assert.That(
            await store.Database.FirstAsync<long>("select count(*) from migrations where name like '99%'"), Is.EqualTo(2));
    }

    [Test]
    public async Task WhileItIsBuilt_OthersWrite_AndTwoHostsThatStartTogetherDoNotStopEachOther()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var one = new PostgresDatabase(connection);
        await using var two = new PostgresDatabase(connection);
        await Preparation.MigrateAsync(one, TimeProvider.System);
        await using var slow = new NpgsqlConnection(connection);
        await slow.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await ExecuteAsync(slow, "insert into audit (at, action, subject, subject_id) values (now(), 'a', 'b', 'c')");

        var migrations = Task.WhenAll(
            NextVersion.MigrateAsync(one, TimeProvider.System), NextVersion.MigrateAsync(two, TimeProvider.System));
        await UntilAsync(one, "select count(*) from pg_class where relname = 'audit_by_person'");
        await two.WriteAsync(write =>
        {
            AuditTrail.Add(write, TimeProvider.System.GetUtcNow(), null, "written", "meanwhile", "x");
            return Task.CompletedTask;
        });
        Assert.That(migrations.IsCompleted, Is.False, "it waits for who wrote before it began, and nobody waits for it");
        await transaction.CommitAsync();
        await migrations;
        Assert.That(await one.FirstAsync<bool>(
            "select indisvalid from pg_index where indexrelid = to_regclass('audit_by_person')"), Is.True);
    }

    [Test]
    public async Task OneThatWasCutOff_IsBuiltAnew()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var database = new PostgresDatabase(connection);
        await using var direct = new NpgsqlConnection(connection);
        await direct.OpenAsync();
        await ExecuteAsync(direct, "create table things (number int); insert into things values (1), (1)");
        var index = new OnlineIndex("unique ", "things_once", "things (number)");
        Assert.That(async () => await BuildAsync(), Throws.InstanceOf<PostgresException>());
        Assert.That(await ValidAsync(), Is.False, "PostgreSQL leaves half an index behind");
        await ExecuteAsync(direct, "delete from things where ctid = (select max(ctid) from things)");
        await BuildAsync();
        Assert.That(await ValidAsync(), Is.True);

        Task BuildAsync() => database.BuildAsync(index);

        Task<bool> ValidAsync() => database.FirstAsync<bool>(
            "select indisvalid from pg_index where indexrelid = to_regclass('things_once')");
    }

    [TestCase("alter table tasks add column x text")]
    [TestCase("drop index tasks_of_right")]
    [TestCase("create table x (y int)")]
    public void OnlyAnIndex_MayBeBuiltOnline(string statement) =>
        Assert.That(() => OnlineIndex.Read("9999_x.online", statement),
            Throws.InvalidOperationException.With.Message.Contains("9999_x.online"));

    [Test]
    public async Task AHostWhoseTablesChangeUnderIt_GoesOnReadingAndWriting()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var old = new PostgresDatabase(connection);
        await using var direct = new NpgsqlConnection(connection);
        await direct.OpenAsync();
        await ExecuteAsync(direct, "create table words (word text); insert into words values ('one')");
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 5; i++)
                await ReadBothWaysAsync();
            await ExecuteAsync(direct, $"alter table words add column more{round} text not null default ''");
            await ReadBothWaysAsync();
        }

        async Task ReadBothWaysAsync()
        {
            // Twice is prepared; all at once is several connections.
            Assert.That(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => old.FirstAsync<Words>("select * from words"))),
                Has.All.Property("Word").EqualTo("one"));
            Assert.That(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => old.WriteAsync(
                transaction => transaction.FirstAsync<Words>("select w.* from words w", new { })))),
                Has.All.Property("Word").EqualTo("one"));
        }
    }

    static IEnumerable<TestCaseData> Stores =>
    [
        new TestCaseData(TestDatabases.Sqlite).SetArgDisplayNames("SQLite"),
        new TestCaseData(TestDatabases.Postgres).SetArgDisplayNames("PostgreSQL"),
    ];

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task UntilAsync(Database database, string count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await database.FirstAsync<long>(count) == 0)
            await pause.WaitForNextTickAsync(patience.Token);
    }

    sealed class Words
    {
        public string Word { get; init; } = "";
    }
}
