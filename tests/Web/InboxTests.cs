using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web;
using WorkflowHost.Web.Features.Tasks;

namespace WorkflowHost.Tests.Web;

/// <summary>Who holds several roles, or is asked as one of several, sees each task once.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class InboxTests(Func<TestDatabase> open)
{
    static readonly Membership Clerk = new() { OrganisationCode = "BB", Role = Role.Clerk };
    static readonly Membership Executive = new() { OrganisationCode = "BB", Role = Role.Executive };
    static readonly Membership ExecutiveForOneCircular = new()
    {
        OrganisationCode = "BB",
        Role = Role.Executive,
        Capacity = Capacity.Acting,
        CircularId = "A",
    };

    readonly TestClock clock = new();
    TestDatabase store = null!;

    [SetUp]
    public async Task PrepareAsync()
    {
        store = open();
        await Preparation.MigrateAsync(store.Database, clock);
        await store.Database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into organisations
                    (code, name_th, short_name_th, name_en, type, province_code, district_code, letter_prefix, email, path)
                values ('BB', 'สำนัก', 'ส', 'Bureau', 'central', '', '', '', '', '/BB/')
                """, new { });
            Add(transaction, "1-late", "clerk", -1);
            Add(transaction, "2-today", "executive", 0.1);
            Add(transaction, "3-either", "executive clerk", 3);
            Add(transaction, "4-without-day", "clerk", null);
            Add(transaction, "5-others", "officer", 1);
            Add(transaction, "6-several-others", "officer reviewer", 1);
            return Task.CompletedTask;
        });
    }

    [TearDown]
    public async Task CloseAsync() => await store.DisposeAsync();

    [Test]
    public async Task EachTask_IsListedAndCountedOnce_InTheOrderOfItsDay()
    {
        var actor = new Actor(new Person { Id = "me" }, [Clerk, Executive, ExecutiveForOneCircular]);
        var (page, counts) = await store.Database.AskAsync(
            ask => new Inbox(clock).PageAsync(ask, actor, null, null), ask => new Inbox(clock).CountsAsync(ask, actor));
        Assert.Multiple(() =>
        {
            Assert.That(page.Select(row => row.Id), Is.EqualTo(new[] { "1-late", "2-today", "3-either", "4-without-day" }));
            Assert.That(
                counts.Select(one => (one.Kind, one.Waiting, one.Late, one.Today)), Is.EqualTo(new[] { ("decide", 4L, 1L, 1L) }));
        });
    }

    [Test]
    public async Task APageAfterAnother_BeginsWhereThatEnded()
    {
        var actor = new Actor(new Person { Id = "me" }, [Clerk, Executive]);
        var first = await new Inbox(clock).PageAsync(store.Database, actor, null, null, take: 2);
        var second = await new Inbox(clock).PageAsync(store.Database, actor, null, first[^1].Key, take: 2);
        Assert.That(second.Select(row => row.Id), Is.EqualTo(new[] { "3-either", "4-without-day" }));
    }

    [Test]
    public async Task ADeputyForOneCircular_SeesItsTasksOnly()
    {
        var actor = new Actor(new Person { Id = "me" }, [ExecutiveForOneCircular]);
        await store.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update tasks set rule_id = 'B-01' where id = '2-today'", new { }));
        var page = await new Inbox(clock).PageAsync(store.Database, actor, null, null);
        Assert.That(page.Select(row => row.Id), Is.EqualTo(new[] { "3-either" }));
    }

    void Add(Transaction transaction, string id, string role, double? days)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? due = days is { } far ? now.AddDays(far) : null;
        transaction.Write(
            """
            insert into tasks (id, instance_id, kind, role, organisation_code, rule_id, opened_at, due_at, reminders)
            values (@id, @id, 'decide', @role, 'BB', 'A-07', @now, @due, 0)
            """, new { id, role, now, due });
    }
}
