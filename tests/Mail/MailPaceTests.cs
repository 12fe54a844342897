using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class MailPaceTests
{
    readonly TestClock clock = new();

    [Test]
    public void T54_A_domain_gets_no_more_than_its_limit_in_any_minute()
    {
        var pace = new MailPace(new MailSettings { PerDomainPerMinute = 2 }, clock);
        var start = clock.GetUtcNow();
        Assert.That(pace.HoldUntil("a@lao.example"), Is.Null);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That(pace.HoldUntil("b@LAO.example"), Is.Null);

        Assert.That(pace.HoldUntil("c@lao.example"), Is.EqualTo(start.AddSeconds(60)));
        Assert.That(pace.HoldUntil("c@other.example"), Is.Null);

        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.That(pace.HoldUntil("c@lao.example"), Is.Null);
        Assert.That(pace.HoldUntil("d@lao.example"), Is.EqualTo(start.AddSeconds(80)));
    }

    [Test]
    public void Without_a_limit_everything_passes()
    {
        var pace = new MailPace(new MailSettings(), clock);

        Assert.That(Enumerable.Range(0, 1000).All(_ => pace.HoldUntil("a@lao.example") is null), Is.True);
    }

    [Test]
    public async Task T54_A_mail_held_back_is_no_try_and_leaves_in_its_turn_as_soon_as_there_is_a_place()
    {
        const int Limit = 60;
        const int Many = 250;
        await using var store = TestDatabases.Sqlite();
        await store.MigrateAsync(clock, typeof(WorkflowRuntime).Assembly);
        await store.Database.WriteAsync(t =>
        {
            for (var i = 0; i < Many; i++)
                Outbox.Queue(
                    t, clock.GetUtcNow(), "mail", $"{i:000}", i % 50 == 0 ? "a@other.example" : "a@lao.example", "hello");
            return Task.CompletedTask;
        });
        var pace = new MailPace(new MailSettings { PerDomainPerMinute = Limit }, clock);
        var left = new List<OutboxItem>();
        var dispatcher = new OutboxDispatcher(store.Database, clock, (item, _) =>
        {
            lock (left)
                left.Add(item);
            return Task.FromResult<Delivery>(new Delivery.Done());
        }, NullLogger<OutboxDispatcher>.Instance, item => pace.HoldUntil(item.Recipient));

        var minutes = new List<IReadOnlyList<string>>();
        for (var minute = 0; minute < 5; minute++)
        {
            left.Clear();
            await dispatcher.DispatchAsync();
            minutes.Add([.. left.Select(item => item.Key).Order(StringComparer.Ordinal)]);
            clock.Advance(TimeSpan.FromSeconds(59));
            Assert.That(await dispatcher.DispatchAsync(), Is.Zero, "not before there is a place");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var slow = Enumerable.Range(0, Many).Where(i => i % 50 != 0).Select(i => $"{i:000}").Chunk(Limit).ToList();
        Assert.That(minutes[0].Except(slow[0]), Is.EqualTo(new[] { "000", "050", "100", "150", "200" }), "no other domain waits");
        Assert.That(minutes[0].Intersect(slow[0]), Is.EqualTo(slow[0]));
        for (var minute = 1; minute < 5; minute++)
            Assert.That(minutes[minute], Is.EqualTo(slow.ElementAtOrDefault(minute) ?? []), $"minute {minute}");
        Assert.That(
            await store.Database.FirstAsync<long>("select count(*) from outbox where attempts = 1 and done_at is not null"),
            Is.EqualTo(Many), "each was tried once");
    }
}
