using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Operations;

/// <summary>
/// What waits in the store, each by an index and counted up to a limit, so that a look costs the same on a bad day; kept ten
/// seconds for whoever asks often.
/// </summary>
public sealed class StoreNumbers(Database database, TimeProvider clock) : IDisposable
{
    /// <summary>More than this is not counted on: "so many or more".</summary>
    public const int Most = 100_000;

    const int MostLateTasks = 10_000;
    const int MostCirculars = 30;

    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>What is due and not done this long is late: the timetable looks every second.</summary>
    static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim one = new(1);
    Row? row;
    long readAt;

    /// <summary>At most ten seconds old.</summary>
    public async Task<Row> ReadAsync()
    {
        await one.WaitAsync();
        try
        {
            if (row is null || clock.GetElapsedTime(readAt) >= Fresh)
                (row, readAt) = (await NowAsync(), clock.GetTimestamp());
            return row;
        }
        finally
        {
            one.Release();
        }
    }

    public async Task<Row> NowAsync()
    {
        var found = await QueryAsync();
        found.LateByCircular = await LateByCircularAsync(found.At);
        found.LockWaits = database.Dialect == "postgres"
            ? await database.FirstAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
            : null;
        return found;
    }

    public void Dispose() => one.Dispose();

    async Task<Row> QueryAsync()
    {
        var now = clock.GetUtcNow();
        var found = (await database.FirstAsync<Row>(
            """
            select (select count(*) from (select 1 from bookmarks where due_at <= @now limit @Most) b) as bookmarks_due,
                (select count(*) from (select 1 from bookmarks where due_at <= @late limit @Most) b) as bookmarks_late,
                (select min(due_at) from bookmarks where due_at <= @now) as oldest_bookmark,
                (select count(*) from (select 1 from outbox where due_at <= @now limit @Most) o) as outbox_due,
                (select count(*) from (select 1 from outbox where due_at > @now limit @Most) o) as outbox_later,
                (select count(*) from (select 1 from outbox where failed_at is not null limit @Most) o) as outbox_failed,
                (select min(due_at) from outbox where due_at <= @now) as oldest_outbox,
                (select count(*) from (select 1 from tasks where closed_at is null and due_at <= @now limit @Most) t)
                    as tasks_late,
                (select min(due_at) from tasks where closed_at is null and due_at <= @now) as oldest_late_task,
                (select count(*) from (select 1 from incidents where resolved_at is null limit @Most) i) as incidents,
                (select min(created_at) from incidents where resolved_at is null) as oldest_incident,
                (select count(*) from (select 1 from held_decisions where done_at is null and taken_back_at is null
                    and effective_at is not null limit @Most) h) as held_decisions,
                (select count(*) from (select 1 from held_decisions where done_at is null and taken_back_at is null
                    and effective_at <= @late limit @Most) h) as held_late,
                (select count(*) from (select 1 from undelivered_mails where to_at is null limit @Most) u) as undelivered,
                (select count(*) from migrations) as migrations,
                (select max(name) from migrations) as last_migration
            """, new { now, late = now - Late, Most }))!;
        found.At = now;
        return found;
    }

    // By the request's circular, or else by the clause of the task: "A-07" is of A.
    async Task<IReadOnlyList<(string Circular, long Number)>> LateByCircularAsync(DateTimeOffset now)
    {
        var rows = await database.QueryAsync<LateRow>(
            """
            select r.circular_id, late.rule_id, count(*) as number from (
                select request_id, rule_id from tasks where closed_at is null and due_at <= @now
                order by due_at limit @MostLateTasks
            ) late left join requests r on r.id = late.request_id group by r.circular_id, late.rule_id
            """, new { now, MostLateTasks });
        var found = rows.GroupBy(late => late.CircularId ?? CircularOf(late.RuleId))
            .Select(group => (Circular: group.Key, Number: group.Sum(late => late.Number)))
            .OrderByDescending(one => one.Number).ThenBy(one => one.Circular, StringComparer.Ordinal).ToList();
        return found.Count <= MostCirculars ? found
            : [.. found.Take(MostCirculars), ("others", found.Skip(MostCirculars).Sum(one => one.Number))];
    }

    static string CircularOf(string? rule) => rule?.LastIndexOf('-') is > 0 and var dash ? rule[..dash] : "none";

    /// <summary>The numbers of one reading.</summary>
    public sealed class Row
    {
        public DateTimeOffset At { get; set; }
        public long BookmarksDue { get; init; }
        public long BookmarksLate { get; init; }
        public DateTimeOffset? OldestBookmark { get; init; }
        public long OutboxDue { get; init; }
        public long OutboxLater { get; init; }
        public long OutboxFailed { get; init; }
        public DateTimeOffset? OldestOutbox { get; init; }
        public long TasksLate { get; init; }
        public DateTimeOffset? OldestLateTask { get; init; }
        public long Incidents { get; init; }
        public DateTimeOffset? OldestIncident { get; init; }
        public long HeldDecisions { get; init; }
        public long HeldLate { get; init; }
        public long Undelivered { get; init; }
        public long Migrations { get; init; }
        public string LastMigration { get; init; } = "";

        /// <summary>The most late first; of the 10,000 that are late longest.</summary>
        public IReadOnlyList<(string Circular, long Number)> LateByCircular { get; set; } = [];

        /// <summary>Sessions that wait for another's lock; null on a store with one writer.</summary>
        public long? LockWaits { get; set; }

        /// <summary>Seconds since then; 0 for nothing.</summary>
        public double Age(DateTimeOffset? since) => since is { } instant ? Math.Max(0, (At - instant).TotalSeconds) : 0;
    }

    sealed class LateRow
    {
        public string? CircularId { get; init; }
        public string? RuleId { get; init; }
        public long Number { get; init; }
    }
}
