using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Outbox;

/// <summary>What became of one try to deliver.</summary>
public abstract record Delivery
{
    Delivery() { }

    public sealed record Done : Delivery;

    /// <param name="AtLast">What follows when this was the last try, in the transaction that gives it up.</param>
    public sealed record TryLater(string Reason, Func<Transaction, Task>? AtLast = null) : Delivery;

    /// <param name="Then">What follows from it, in the transaction that stores it; a dispatcher too late does neither.</param>
    public sealed record GiveUp(string Reason, Func<Transaction, Task>? Then = null) : Delivery;

    /// <summary>It was not tried: what <paramref name="Then"/> queues in the same transaction goes in its place.</summary>
    public sealed record Replaced(string Reason, Func<Transaction, Task> Then) : Delivery;
}

/// <summary>
/// Leases what is due, delivers it, marks it. A host that dies in between lets its lease run out, and another delivers
/// again: at least once, with the same identity each time.
/// </summary>
/// <param name="holdUntil">
/// Asked once before each try, the oldest first and one at a time: an instant to come holds the item back until then, which
/// is no try and lengthens no pause; null lets it go now.
/// </param>
public sealed class OutboxDispatcher(
    Database database, TimeProvider clock, Func<OutboxItem, CancellationToken, Task<Delivery>> deliver,
    ILogger<OutboxDispatcher> log,
    Func<OutboxItem, DateTimeOffset?>? holdUntil = null)
{
    const int AtOnce = 100;
    const int InParallel = 8;
    const int MostAttempts = 30;

    /// <summary>A dispatcher that was slow must not spoil what another has done with the item since.</summary>
    const string StillLeased = " where id = @Id and attempts = @Attempts and due_at = @DueAt and done_at is null";

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    /// <summary>Delivers all that is due; answers how many left.</summary>
    public async Task<int> DispatchAsync(CancellationToken stop = default)
    {
        var sent = 0;
        while (!stop.IsCancellationRequested && await LeaseAsync() is { Count: > 0 } items)
        {
            var free = await HoldBackAsync(items);
            var left = new ConcurrentQueue<OutboxItem>();
            await Parallel.ForEachAsync(free, new ParallelOptions { MaxDegreeOfParallelism = InParallel }, async (item, _) =>
            {
                if (stop.IsCancellationRequested)
                    left.Enqueue(item);
                // Who waited for its turn until the lease ran out belongs to another dispatcher by now.
                else if (clock.GetUtcNow() < item.DueAt && await DeliverAsync(item, stop))
                    Interlocked.Increment(ref sent);
            });
            // A host that stops leaves what it did not begin to the next one, not to the end of the lease.
            await ReleaseAsync([.. left.Select(item => (item, clock.GetUtcNow()))]);
        }
        return sent;
    }

    Task<IReadOnlyList<OutboxItem>> LeaseAsync()
    {
        var now = clock.GetUtcNow();
        // The test for due stands twice: a second dispatcher that waited for the row must look again. The second time it hides
        // from the index, or PostgreSQL might go through all that is due to find the few that were chosen.
        return database.WriteAsync(transaction => transaction.QueryAsync<OutboxItem>(
            """
            with next as materialized (select id from outbox where due_at <= @now order by due_at, id limit @AtOnce)
            update outbox set due_at = @until, attempts = attempts + 1
            where id in (select id from next) and coalesce(due_at, @until) <= @now
            returning *
            """, new { now, until = now + Lease, AtOnce }));
    }

    // Ids grow with time, and the update answers in no order.
    async Task<IReadOnlyList<OutboxItem>> HoldBackAsync(IReadOnlyList<OutboxItem> items)
    {
        if (holdUntil is null)
            return items;
        var (free, held) = (new List<OutboxItem>(), new List<(OutboxItem, DateTimeOffset)>());
        foreach (var item in items.OrderBy(item => item.Id, StringComparer.Ordinal))
            if (holdUntil(item) is { } until)
                held.Add((item, until));
            else
                free.Add(item);
        await ReleaseAsync(held);
        return free;
    }

    // As if it had never been leased, but for when it is due.
    Task ReleaseAsync(List<(OutboxItem Item, DateTimeOffset Until)> items) => items.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(transaction =>
        {
            foreach (var (item, until) in items)
                transaction.Write("update outbox set due_at = @until, attempts = attempts - 1" + StillLeased,
                    new { until, item.Id, item.Attempts, item.DueAt });
            return Task.CompletedTask;
        });

    async Task<bool> DeliverAsync(OutboxItem item, CancellationToken stop)
    {
        Delivery delivery;
        try
        {
            delivery = await deliver(item, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            delivery = new Delivery.TryLater("the host was stopping");
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Outbox item {Id} on {Channel} could not be delivered", item.Id, item.Channel);
            delivery = new Delivery.TryLater(fault.Message);
        }
        await MarkAsync(item, delivery);
        return delivery is Delivery.Done;
    }

    Task MarkAsync(OutboxItem item, Delivery delivery)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(async transaction =>
        {
            switch (delivery)
            {
                case Delivery.Done:
                    transaction.Write(
                        "update outbox set done_at = @now, due_at = null, last_error = null where id = @Id",
                        new { now, item.Id });
                    break;
                case Delivery.TryLater later when item.Attempts < MostAttempts:
                    transaction.Write("update outbox set due_at = @due, last_error = @Reason" + StillLeased,
                        new { due = now + PauseAfter(item.Attempts), later.Reason, item.Id, item.Attempts, item.DueAt });
                    break;
                case Delivery.Replaced replaced:
                    if (await transaction.ExecuteAsync(
                        "update outbox set done_at = @now, due_at = null, last_error = @Reason" + StillLeased,
                        new { now, replaced.Reason, item.Id, item.Attempts, item.DueAt }) > 0)
                        await replaced.Then(transaction);
                    break;
                default:
                    var (reason, then) = delivery switch
                    {
                        Delivery.GiveUp gaveUp => (gaveUp.Reason, gaveUp.Then),
                        Delivery.TryLater last => (last.Reason, last.AtLast),
                        _ => throw new UnreachableException(),
                    };
                    log.LogWarning("Outbox item {Id} on {Channel} was given up after {Attempts} tries: {Reason}",
                        item.Id, item.Channel, item.Attempts, reason);
                    if (await transaction.ExecuteAsync(
                        "update outbox set failed_at = @now, due_at = null, last_error = @reason" + StillLeased,
                        new { now, reason, item.Id, item.Attempts, item.DueAt }) > 0
                        && then is not null)
                        await then(transaction);
                    break;
            }
        });
    }

    /// <summary>Half a minute, then twice as long each time, up to two hours.</summary>
    static TimeSpan PauseAfter(int attempts)
    {
        var pause = TimeSpan.FromSeconds(30) * Math.Pow(2, Math.Clamp(attempts - 1, 0, 12));
        return pause < LongestPause ? pause : LongestPause;
    }
}
