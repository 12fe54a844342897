using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class OutboxTests(Func<TestDatabase> open)
{
    readonly TestClock clock = new();
    readonly ConcurrentQueue<string> delivered = [];
    TestDatabase store = null!;

    Database Database => store.Database;

    [SetUp]
    public async Task OpenAsync()
    {
        delivered.Clear();
        store = open();
        await store.MigrateAsync(clock, typeof(WorkflowRuntime).Assembly);
    }

    [TearDown]
    public async Task CloseAsync() => await store.DisposeAsync();

    [Test]
    public async Task Each_item_is_delivered_once_by_several_dispatchers_at_once()
    {
        const int Many = 500;
        await Database.WriteAsync(t =>
        {
            for (var i = 0; i < Many; i++)
                Outbox.Queue(t, clock.GetUtcNow(), "mail", $"key {i}", "someone@example.go.th", "hello");
            return Task.CompletedTask;
        });
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Dispatcher(Deliver).DispatchAsync())));
        Assert.That(sent.Sum(), Is.EqualTo(Many));
        Assert.That(delivered, Has.Count.EqualTo(Many));
        Assert.That(delivered, Is.Unique);
        Assert.That(await Dispatcher(Deliver).DispatchAsync(), Is.Zero);
    }

    [Test]
    public async Task The_same_key_is_queued_once_even_when_it_has_been_sent()
    {
        await QueueAsync("key");
        await QueueAsync("key");
        await Dispatcher(Deliver).DispatchAsync();
        await QueueAsync("key");
        await Dispatcher(Deliver).DispatchAsync();
        Assert.That(delivered, Is.EqualTo(Names("key")));
    }

    [Test]
    public async Task Nothing_leaves_before_its_time()
    {
        await QueueAsync("later", clock.GetUtcNow().AddHours(1).ToOffset(TimeSpan.FromHours(7)));
        Assert.That(await Dispatcher(Deliver).DispatchAsync(), Is.Zero);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await Dispatcher(Deliver).DispatchAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_to_be_tried_later_is_tried_after_growing_pauses_and_given_up_in_the_end()
    {
        await QueueAsync("key");
        var pauses = new List<TimeSpan>();
        var last = clock.GetUtcNow();
        var dispatcher = Dispatcher(item =>
        {
            pauses.Add(clock.GetUtcNow() - last);
            last = clock.GetUtcNow();
            return new Delivery.TryLater("the server is busy");
        });
        for (var minute = 0; minute < 60 * 24 * 4; minute++)
        {
            await dispatcher.DispatchAsync();
            if (await Database.FirstAsync<DateTimeOffset?>("select due_at from outbox") is not { } due)
                break;
            clock.SetTo(due);
        }
        Assert.That(pauses.Skip(1).Take(9).Select(pause => pause.TotalSeconds),
            Is.EqualTo((double[])[30, 60, 120, 240, 480, 960, 1920, 3840, 7200]));
        Assert.That(pauses.Skip(9), Is.All.EqualTo(TimeSpan.FromHours(2)), "never longer than two hours");
        Assert.That(pauses, Has.Count.EqualTo(30));
        Assert.That(
            await Database.FirstAsync<string>("select last_error from outbox where failed_at is not null and due_at is null"),
            Is.EqualTo("the server is busy"));
    }

    [Test]
    public async Task What_is_given_up_is_not_tried_again_and_says_why()
    {
        await QueueAsync("key");
        var dispatcher = Dispatcher(item =>
        {
            Deliver(item);
            return new Delivery.GiveUp("no such mailbox");
        });
        await dispatcher.DispatchAsync();
        clock.Advance(TimeSpan.FromDays(1));
        await dispatcher.DispatchAsync();
        Assert.That(delivered, Has.Count.EqualTo(1));
        Assert.That(await Database.FirstAsync<string>("select last_error from outbox where failed_at is not null"),
            Is.EqualTo("no such mailbox"));
    }

    [Test]
    public async Task A_fault_while_delivering_is_tried_again_and_spoils_no_other_item()
    {
        await QueueAsync("bad");
        await QueueAsync("good");
        var broken = true;
        var dispatcher = Dispatcher(item =>
            item.Key == "bad" && broken ? throw new IOException("connection reset") : Deliver(item));
        Assert.That(await dispatcher.DispatchAsync(), Is.EqualTo(1));
        Assert.That(await Database.FirstAsync<string>("select last_error from outbox where key = 'bad'"),
            Is.EqualTo("connection reset"));
        broken = false;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await dispatcher.DispatchAsync(), Is.EqualTo(1));
        Assert.That(delivered, Is.EqualTo(Names("good", "bad")));
    }

    [Test]
    public async Task What_a_dead_dispatcher_had_leased_is_delivered_again_when_the_lease_is_over()
    {
        await QueueAsync("key");
        var never = new TaskCompletionSource<Delivery>();
        var dead = new OutboxDispatcher(Database, clock, (_, _) => never.Task, NullLogger<OutboxDispatcher>.Instance);
        var hanging = dead.DispatchAsync();
        while (await Database.FirstAsync<long>("select attempts from outbox") == 0)
            await Task.Yield();
        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.That(await Dispatcher(Deliver).DispatchAsync(), Is.Zero, "it is still leased");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Dispatcher(Deliver).DispatchAsync(), Is.EqualTo(1));

        // It was only slow, and comes back with bad news about what another has long delivered.
        never.SetResult(new Delivery.TryLater("timed out"));
        await hanging;
        clock.Advance(TimeSpan.FromDays(1));
        await Dispatcher(Deliver).DispatchAsync();
        Assert.That(delivered, Is.EqualTo(Names("key")));
    }

    [Test]
    public async Task What_is_held_back_is_no_try_and_the_next_fault_pauses_as_the_first()
    {
        await QueueAsync("key");
        var held = 0;
        var dispatcher = new OutboxDispatcher(Database, clock,
            (_, _) => Task.FromResult<Delivery>(new Delivery.TryLater("busy")), NullLogger<OutboxDispatcher>.Instance,
            _ => held++ < 40 ? clock.GetUtcNow().AddSeconds(20) : null);
        for (var time = 0; time < 40; time++)
        {
            await dispatcher.DispatchAsync();
            Assert.That(await Database.FirstAsync<long>("select attempts from outbox where failed_at is null"), Is.Zero);
            clock.Advance(TimeSpan.FromSeconds(20));
        }
        await dispatcher.DispatchAsync();
        Assert.That(await Database.FirstAsync<DateTimeOffset>("select due_at from outbox where attempts = 1"),
            Is.EqualTo(clock.GetUtcNow().AddSeconds(30)));
    }

    [Test]
    public async Task A_host_that_stops_leaves_what_it_did_not_begin_to_the_next()
    {
        for (var i = 0; i < 50; i++)
            await QueueAsync($"key {i}");
        using var stop = new CancellationTokenSource();
        var stopping = Dispatcher(item =>
        {
            stop.Cancel();
            return Deliver(item);
        });
        Assert.That(await stopping.DispatchAsync(stop.Token), Is.LessThan(50));
        await Dispatcher(Deliver).DispatchAsync();
        Assert.That(delivered, Has.Count.EqualTo(50).And.Unique, "at once, not when the lease is over");
    }

    Task QueueAsync(string key, DateTimeOffset? notBefore = null) => Database.WriteAsync(t =>
    {
        Outbox.Queue(t, clock.GetUtcNow(), "mail", key, "someone@example.go.th", "hello", notBefore);
        return Task.CompletedTask;
    });

    Delivery.Done Deliver(OutboxItem item)
    {
        delivered.Enqueue(item.Key);
        return new Delivery.Done();
    }

    OutboxDispatcher Dispatcher(Func<OutboxItem, Delivery> deliver) =>
        new(Database, clock, (item, _) => Task.FromResult(deliver(item)), NullLogger<OutboxDispatcher>.Instance);
}
