using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>Works of one group that take turns: to each other they are as if each had a transaction of its own.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class InterleavedWorksTests(Func<TestDatabase> open)
{
    TestDatabase store = null!;

    Database Database => store.Database;

    [SetUp]
    public async Task OpenAsync()
    {
        store = open();
        await Database.WriteAsync(async t =>
        {
            await t.ExecuteAsync("create table counters (name text primary key, value bigint not null)", new { });
            await t.ExecuteAsync("create table notes (at_value bigint not null, text text)", new { });
            foreach (var name in (string[])["one", "two"])
                t.Write("insert into counters (name, value) values (@name, 0)", new { name });
        });
    }

    [TearDown]
    public async Task CloseAsync() => await store.DisposeAsync();

    [Test]
    public async Task Who_locks_a_row_looks_when_the_one_before_is_done()
    {
        var faults = await Database.InterleaveAsync([.. Enumerable.Range(0, 40).Select(_ => CountUp("one"))]);
        Assert.That(faults, Is.All.Null);
        Assert.That(await ValueAsync("one"), Is.EqualTo(40));
        Assert.That(await Database.QueryAsync<long>("select at_value from notes order by at_value"),
            Is.EqualTo(Enumerable.Range(0, 40).Select(i => (long)i)));
    }

    [Test]
    public async Task Who_lock_two_rows_crosswise_get_through_all_the_same()
    {
        var faults = await Database.InterleaveAsync(
            Both("one", "two"), Both("two", "one"), Both("one", "two"), Both("two", "one"));
        Assert.That(faults, Is.All.Null);
        Assert.That((await ValueAsync("one"), await ValueAsync("two")), Is.EqualTo((4, 4)));

        static Func<Transaction, Task> Both(string first, string then) => async t =>
        {
            await CountUp(first)(t);
            await CountUp(then)(t);
        };
    }

    [Test]
    public async Task A_lock_that_nobody_looks_behind_is_waited_for_too()
    {
        var faults = await Database.InterleaveAsync(CountUp("one"), t =>
        {
            t.Lock("select name from counters where name = 'one'", new { });
            t.Write("update counters set value = value * 10 where name = 'one'", new { });
            return Task.CompletedTask;
        });
        Assert.That(faults, Is.All.Null);
        Assert.That(await ValueAsync("one"), Is.EqualTo(10));
    }

    [Test]
    public async Task A_refusal_before_anything_was_written_harms_nobody()
    {
        var faults = await Database.InterleaveAsync(CountUp("one"), async t =>
        {
            t.Lock("select name from counters where name = 'one'", new { });
            await t.FirstAsync<long>("select value from counters where name = 'one'", new { });
            throw new InvalidOperationException("refused");
        }, CountUp("one"));
        Assert.That(faults.Select(fault => fault?.Message), Is.EqualTo((string?[])[null, "refused", null]));
        Assert.That(await ValueAsync("one"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_fault_after_something_was_written_takes_nothing_of_the_others_with_it()
    {
        var faults = await Database.InterleaveAsync(CountUp("one"), async t =>
        {
            await CountUp("two")(t);
            await t.FirstAsync<long>("select count(*) from notes", new { });
            throw new InvalidOperationException("too late");
        }, CountUp("one"));
        Assert.That(faults.Select(fault => fault?.Message), Is.EqualTo((string?[])[null, "too late", null]));
        Assert.That((await ValueAsync("one"), await ValueAsync("two")), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task A_fault_of_the_store_is_only_of_who_caused_it()
    {
        var faults = await Database.InterleaveAsync(CountUp("one"),
            t => t.FirstAsync<long>("select value from nowhere", new { }), CountUp("two"),
            t => t.ExecuteAsync("insert into counters (name, value) values ('one', 9)", new { }), CountUp("one"));
        Assert.That(faults.Select(fault => fault is null), Is.EqualTo((bool[])[true, false, true, false, true]));
        Assert.That((await ValueAsync("one"), await ValueAsync("two")), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task How_many_rows_a_write_touched_is_told_to_who_asked()
    {
        var told = new int[3];
        await Database.InterleaveAsync(
            async t => told[0] = await t.ExecuteAsync("update counters set value = 5", new { }),
            async t => told[1] = await t.ExecuteAsync("update counters set value = 6 where name = 'nobody'", new { }),
            async t => told[2] = await t.ExecuteAsync("update counters set value = 7 where name = 'two'", new { }));
        Assert.That(told, Is.EqualTo((int[])[2, 0, 1]));
    }

    [Test]
    public async Task Appended_rows_of_many_works_are_all_there_and_in_the_order_of_each()
    {
        await Database.InterleaveAsync([.. Enumerable.Range(0, 30).Select(work => (Func<Transaction, Task>)(async t =>
        {
            for (var line = 0; line < 3; line++)
            {
                Note(t, 10 * work + line, line == 1 ? null : $"{work}:{line}");
                await t.FirstAsync<long>("select value from counters where name = 'one'", new { });
            }
        }))]);
        var notes = await Database.QueryAsync<string>(
            "select at_value || ' ' || coalesce(text, '-') from notes order by at_value");
        Assert.That(notes, Is.EqualTo(Enumerable.Range(0, 30).SelectMany(work => (string[])
            [$"{10 * work} {work}:0", $"{10 * work + 1} -", $"{10 * work + 2} {work}:2"])));
    }

    [Test]
    public async Task Who_appended_a_row_finds_it()
    {
        var found = 0L;
        await Database.InterleaveAsync(async t =>
        {
            Note(t, 1, "mine");
            found = await t.FirstAsync<long>("select count(*) from notes where text = 'mine'", new { });
        });
        Assert.That((found, await Database.FirstAsync<long>("select count(*) from notes")), Is.EqualTo((1, 1)));
    }

    static Func<Transaction, Task> CountUp(string name) => async t =>
    {
        t.Lock("select name from counters where name = @name", new { name });
        var value = await t.FirstAsync<long>("select value from counters where name = @name", new { name });
        Note(t, value, name);
        t.Write("update counters set value = @next where name = @name", new { next = value + 1, name });
    };

    static void Note(Transaction t, long at, string? text) =>
        t.Append("insert into notes (at_value, text) values (@at, @text)", new { at, text });

    Task<long> ValueAsync(string name) =>
        Database.FirstAsync<long>("select value from counters where name = @name", new { name });
}
