using System.Data.Common;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class GroupCommitTests(Func<TestDatabase> open)
{
    TestDatabase store = null!;

    Database Database => store.Database;

    [SetUp]
    public async Task OpenAsync()
    {
        store = open();
        await Database.WriteAsync(t => t.ExecuteAsync("create table things (place bigint not null, name text primary key)",
            new { }));
    }

    [TearDown]
    public async Task CloseAsync() => await store.DisposeAsync();

    [Test]
    public async Task Many_works_at_once_are_all_stored()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Database.WriteAsync(Put($"thing {i}"))));
        Assert.That(await Database.FirstAsync<long>("select count(*) from things"), Is.EqualTo(500));
    }

    [Test]
    public async Task Works_of_one_group_happen_in_the_order_they_came()
    {
        await Database.CommitTogetherAsync([.. Enumerable.Range(0, 50).Select(i => (Func<Transaction, Task>)(async t =>
        {
            var seen = await t.FirstAsync<long>("select count(*) from things", new { });
            t.Write("insert into things (place, name) values (@seen, @name)", new { seen, name = $"{i:00}" });
        }))]);
        Assert.That(await NamesByPlaceAsync(), Is.EqualTo(Enumerable.Range(0, 50).Select(i => $"{i:00}")));
    }

    [Test]
    public async Task A_work_sees_what_it_wrote_itself()
    {
        var seen = await Database.WriteAsync(async t =>
        {
            t.Write("insert into things (place, name) values (1, @name)", new { name = "mine" });
            Assert.That(await t.ExecuteAsync("update things set place = 2", new { }), Is.EqualTo(1));
            return await t.FirstAsync<long>("select place from things where name = @name", new { name = "mine" });
        });
        Assert.That(seen, Is.EqualTo(2));
    }

    static IEnumerable<TestCaseData> WaysToFail =>
    [
        Way("throws after a write", async t =>
        {
            await Put("bad")(t);
            throw new InvalidOperationException("told to");
        }),
        Way("throws after a write and a read", async t =>
        {
            await Put("bad")(t);
            await t.QueryAsync<string>("select name from things", new { });
            throw new InvalidOperationException("told to");
        }),
        Way("throws after a read and a write", async t =>
        {
            await t.QueryAsync<string>("select name from things", new { });
            await Put("bad")(t);
            throw new InvalidOperationException("told to");
        }),
        Way("locks and throws before it looks", t =>
        {
            t.Lock("select name from things", new { });
            throw new InvalidOperationException("told to");
        }),
        Way("reads from a table that isn't there", t => t.QueryAsync<string>("select name from nowhere", new { })),
        Way("divides by zero in the second row", t => t.QueryAsync<long>("select 10 / (place - 1) / 0 from things", new { }),
            onlyPostgres: true),
        Way("writes to a table that isn't there", t =>
        {
            t.Write("insert into nowhere (name) values ('bad')", new { });
            return Task.CompletedTask;
        }),
        Way("breaks a unique key", Put("before")),
        Way("gives a value no store takes", t =>
        {
            t.Write("insert into things (place, name) values (0, @value)", new { value = new object() });
            return Task.CompletedTask;
        }),
        Way("names an argument it doesn't give", t =>
        {
            t.Write("insert into things (place, name) values (0, @missing)", new { });
            return Task.CompletedTask;
        }),
    ];

    [TestCaseSource(nameof(WaysToFail))]
    public async Task A_failing_work_takes_nothing_of_the_others_with_it(Func<Transaction, Task> failing, bool onlyPostgres)
    {
        if (onlyPostgres && Database.Dialect != "postgres")
            return;
        var faults = await Database.CommitTogetherAsync(Put("before"), failing, Put("between"), CountAsync, failing,
            Put("after"));
        Assert.That(faults.Select(fault => fault is not null), Is.EqualTo((bool[])[false, true, false, false, true, false]));
        Assert.That(faults[1], Is.Not.InstanceOf<CommitUnknownException>());
        Assert.That(await NamesByPlaceAsync(), Is.EquivalentTo(Names("before", "between", "after")));

        static async Task CountAsync(Transaction t) =>
            Assert.That(await t.FirstAsync<long>("select count(*) from things", new { }), Is.EqualTo(2));
    }

    [TestCaseSource(nameof(WaysToFail))]
    public async Task What_came_before_a_failing_work_is_stored_when_nothing_comes_after_it(Func<Transaction, Task> failing,
        bool onlyPostgres)
    {
        if (onlyPostgres && Database.Dialect != "postgres")
            return;
        var faults = await Database.CommitTogetherAsync(Put("before"), failing);
        Assert.That(faults.Select(fault => fault is not null), Is.EqualTo((bool[])[false, true]), $"{faults[0]}");
        Assert.That(await NamesByPlaceAsync(), Is.EqualTo(Names("before")));
    }

    [Test]
    public async Task A_work_that_hides_a_fault_of_the_store_harms_nobody_else()
    {
        var faults = await Database.CommitTogetherAsync(Put("before"), async t =>
        {
            try
            {
                await t.QueryAsync<string>("select name from nowhere", new { });
            }
            catch (DbException)
            {
                // That is the point: PostgreSQL has given up the transaction, and this work doesn't say so.
            }
        }, Put("after"));
        Assert.That((faults[0], faults[2]), Is.EqualTo(((Exception?)null, (Exception?)null)));
        Assert.That(await NamesByPlaceAsync(), Is.EquivalentTo(Names("before", "after")));
    }

    [Test]
    public async Task After_closing_a_store_says_that_nothing_was_written()
    {
        var other = open();
        var database = other.Database;
        await other.DisposeAsync();
        Assert.That(() => database.WriteAsync(Put("late")),
            Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("nothing was written"));
    }

    static Func<Transaction, Task> Put(string name) => t =>
    {
        t.Write("insert into things (place, name) values (0, @name)", new { name });
        return Task.CompletedTask;
    };

    Task<IReadOnlyList<string>> NamesByPlaceAsync() => Database.QueryAsync<string>("select name from things order by place");

    static TestCaseData Way(string name, Func<Transaction, Task> failing, bool onlyPostgres = false) =>
        new TestCaseData(failing, onlyPostgres).SetArgDisplayNames(name);
}
