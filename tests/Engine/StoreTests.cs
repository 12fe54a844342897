using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class StoreTests(Func<TestDatabase> open)
{
    static readonly TimeSpan Bangkok = TimeSpan.FromHours(7);
    static readonly DateTimeOffset Morning = new(2026, 3, 2, 1, 30, 0, 123, Bangkok);

    TestDatabase store = null!;

    Database Database => store.Database;

    [SetUp]
    public async Task OpenAsync()
    {
        store = open();
        var (instant, date) = Database.Dialect == "sqlite" ? ("text", "text") : ("timestamptz", "date");
        await Database.WriteAsync(t => t.ExecuteAsync(
            $"create table times (name text primary key, at {instant}, on_day {date}, amount bigint, word text)", new { }));
    }

    [TearDown]
    public async Task CloseAsync() => await store.DisposeAsync();

    [Test]
    public async Task An_instant_of_Bangkok_comes_back_as_the_same_instant_in_UTC()
    {
        await WriteAsync("one", Morning, null);
        var outside = (await Database.FirstAsync<Row>("select * from times"))!;
        var inside = (await Database.WriteAsync(t => t.FirstAsync<Row>("select * from times", new { })))!;
        var bare = await Database.WriteAsync(t => t.FirstAsync<DateTimeOffset?>("select at from times", new { }));
        foreach (var read in (DateTimeOffset?[])[outside.At, inside.At, bare])
            Assert.That((read, read!.Value.Offset), Is.EqualTo(((DateTimeOffset?)Morning, TimeSpan.Zero)));
    }

    [Test]
    public async Task Instants_compare_by_time_whatever_their_offset()
    {
        // As texts these would sort the other way round: it is still the first of March in UTC.
        await WriteAsync("first", Morning, null);
        await WriteAsync("second", Morning.ToUniversalTime().AddHours(1), null);
        foreach (var (until, expected) in ((DateTimeOffset, int)[])
            [(Morning.AddTicks(-10), 0), (Morning, 1), (Morning.ToUniversalTime(), 1), (Morning.AddMinutes(59), 1),
                (Morning.AddHours(1), 2)])
        {
            const string Sql = "select count(*) from times where at <= @until";
            Assert.That(await Database.FirstAsync<long>(Sql, new { until }), Is.EqualTo(expected), $"outside, {until}");
            Assert.That(
                await Database.WriteAsync(t => t.FirstAsync<long>(Sql, new { until })), Is.EqualTo(expected), $"inside, {until}");
        }
        Assert.That(await Database.QueryAsync<string>("select name from times order by at"),
            Is.EqualTo(Names("first", "second")));
    }

    [Test]
    public async Task Dates_and_nulls_come_back_as_they_were()
    {
        await WriteAsync("date", null, new DateOnly(2026, 9, 30));
        await WriteAsync("nothing", null, null);
        foreach (var rows in new[]
        {
            await Database.QueryAsync<Row>("select * from times order by name"),
            await Database.WriteAsync(t => t.QueryAsync<Row>("select * from times order by name", new { })),
        })
        {
            Assert.That(rows.Select(row => row.OnDay), Is.EqualTo((DateOnly?[])[new DateOnly(2026, 9, 30), null]));
            Assert.That(rows.Select(row => (row.At, row.Amount, row.Word)),
                Is.All.EqualTo(((DateTimeOffset?)null, (long?)null, (string?)null)));
        }
        Assert.That(await Database.FirstAsync<string>("select name from times where on_day = @day",
            new { day = new DateOnly(2026, 9, 30) }),
            Is.EqualTo("date"));
        Assert.That(await Database.FirstAsync<string>("select name from times where name = 'none'"), Is.Null);
        Assert.That(await Database.WriteAsync(t => t.FirstAsync<string>("select word from times", new { })), Is.Null);
        Assert.That(await Database.WriteAsync(t => t.FirstAsync<long?>("select amount from times", new { })), Is.Null);
    }

    [Test]
    public async Task Thai_text_and_quotes_come_back_as_they_were()
    {
        const string Text = "หนังสือเวียน ที่ มท 0808.3/ว 1234 ''; drop table times; -- \"@name\"";
        await WriteAsync(Text, null, null);
        Assert.That(await Database.FirstAsync<string>("select name from times where name = @Text", new { Text }),
            Is.EqualTo(Text));
    }

    [Test]
    public async Task Migrations_are_applied_once()
    {
        await store.MigrateAsync(new TestClock(), typeof(WorkflowRuntime).Assembly);
        var applied = await Database.FirstAsync<long>("select count(*) from migrations");
        await store.ReopenAsync();
        await store.MigrateAsync(new TestClock(), typeof(WorkflowRuntime).Assembly);
        Assert.That(applied, Is.GreaterThan(0));
        Assert.That(await Database.FirstAsync<long>("select count(*) from migrations"), Is.EqualTo(applied));
    }

    [Test]
    public async Task A_migration_that_was_changed_after_it_was_applied_is_refused()
    {
        await store.MigrateAsync(new TestClock(), typeof(WorkflowRuntime).Assembly);
        await Database.WriteAsync(t => t.ExecuteAsync("update migrations set hash = 'other'", new { }));
        Assert.That(() => store.MigrateAsync(new TestClock(), typeof(WorkflowRuntime).Assembly),
            Throws.InvalidOperationException.With.Message.Contains("'0001_engine' was changed after it was applied"));
    }

    [Test]
    public async Task A_store_says_that_a_commit_survives_a_power_cut() =>
        Assert.That(await Database.DurabilityAsync(), Database.Dialect == "sqlite"
            ? Does.Contain("journal_mode=wal").And.Contain("synchronous=full")
            : Does.Contain("fsync=on").And.Contain("synchronous_commit=on"));

    Task<int> WriteAsync(string name, DateTimeOffset? at, DateOnly? day) => Database.WriteAsync(t => t.ExecuteAsync(
        "insert into times (name, at, on_day) values (@name, @at, @day)", new { name, at, day }));

    sealed class Row
    {
        public string Name { get; init; } = "";
        public DateTimeOffset? At { get; init; }
        public DateOnly? OnDay { get; init; }
        public long? Amount { get; init; }
        public string? Word { get; init; }
    }
}
