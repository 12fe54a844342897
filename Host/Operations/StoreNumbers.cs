using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Operations;

/// <summary>What waits in the store, counted at most every ten seconds however often it is asked.</summary>
public sealed class StoreNumbers(Database database, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim one = new(1);
    Row? row;
    long readAt;

    public async Task<Row> ReadAsync()
    {
        await one.WaitAsync();
        try
        {
            if (row is null || clock.GetElapsedTime(readAt) >= Fresh)
                (row, readAt) = (await QueryAsync(), clock.GetTimestamp());
            return row;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    async Task<Row> QueryAsync()
    {
        var now = clock.GetUtcNow();
        return (await database.FirstAsync<Row>(
            """
            select (select count(*) from bookmarks where due_at <= @now) as bookmarks_due,
                   (select count(*) from bookmarks where due_at <= @late) as bookmarks_late,
                   (select count(*) from outbox where due_at is not null) as outbox_waiting,
                   (select count(*) from outbox where failed_at is not null) as outbox_failed,
                   (select min(created_at) from outbox where due_at <= @now) as oldest_waiting,
                   (select count(*) from incidents where resolved_at is null) as incidents_open
            """, new { now, late = now - Late }))!;
    }

    /// <summary>The numbers of one reading.</summary>
    public sealed class Row
    {
        public long BookmarksDue { get; init; }
        public long BookmarksLate { get; init; }
        public long OutboxWaiting { get; init; }
        public long OutboxFailed { get; init; }
        public DateTimeOffset? OldestWaiting { get; init; }
        public long IncidentsOpen { get; init; }
    }
}
