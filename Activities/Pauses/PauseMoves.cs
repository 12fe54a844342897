using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Pauses;

/// <summary>
/// Lets paused circulars go on: moves each open deadline once, then lets the clock run, wakes what was held, and tells whoever
/// owes an answer, one mail a person. Safe to kill and to repeat; several hosts may do it at once.
/// </summary>
public sealed class PauseMoves(Database database, DeadlineNotices notices, TimeProvider clock)
{
    const int AtOnce = 50;
    const int WokenAtOnce = 500;

    /// <summary>Works off the pauses that somebody ended.</summary>
    /// <returns>How many deadlines it moved.</returns>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        var moved = 0;
        foreach (var pause in await database.QueryAsync<CircularPause>(
            "select * from circular_pauses where resumed_at is not null and done_at is null order by id"))
        {
            var calendar = await OfficeCalendar.ReadAsync(database);
            // Once more after the last: somebody may have answered meanwhile, and what came next stood still too.
            while (pause.EndedAt is null && !stop.IsCancellationRequested
                && await MoveAsync(pause, calendar, stop) is var some and > 0)
                moved += some;
            if (stop.IsCancellationRequested)
                break;
            await EndAsync(pause, calendar);
            await WakeAsync(pause);
            await notices.TellAsync(pause.Cause, pause.MoveReason, calendar, after: "", (transaction, last) =>
            {
                if (last is null)
                    transaction.Write("update circular_pauses set done_at = @now where id = @Id and done_at is null",
                        new { now = clock.GetUtcNow(), pause.Id });
            }, stop);
        }
        return moved;
    }

    async Task<int> MoveAsync(CircularPause pause, WorkingCalendar calendar, CancellationToken stop)
    {
        var (moved, portion) = (0, new List<MovedDeadline>());
        await foreach (
            var one in PauseEffect.MovedAsync(database, calendar, pause, pause.ResumedAt!.Value).WithCancellation(stop))
        {
            portion.Add(one);
            if (portion.Count < AtOnce)
                continue;
            moved += await ApplyAsync(portion, pause);
            portion.Clear();
        }
        return moved + await ApplyAsync(portion, pause);
    }

    // Each a transaction of its own, so that none waits for another's instance; the store commits them together.
    async Task<int> ApplyAsync(IEnumerable<MovedDeadline> portion, CircularPause pause) =>
        (await Task.WhenAll(portion.Select(one => database.WriteAsync(transaction => MoveAsync(transaction, one, pause)))))
        .Count(moved => moved);

    async Task<bool> MoveAsync(Transaction transaction, MovedDeadline one, CircularPause pause)
    {
        if (!await one.Deadline.MoveAsync(
            transaction, one.To, pause.Cause, pause.MoveReason, pause.ResumedBy!, clock.GetUtcNow()))
            return false;
        if (one.Deadline.ShownDueAt is not null)
            transaction.Write(
                """
                update tasks set shown_due_at = @ShownTo, shown_by = case when @gone = 1 then null else shown_by end
                where id = @TaskId
                """, new { one.ShownTo, gone = one.ShownTo is null ? 1 : 0, one.Deadline.TaskId });
        return true;
    }

    Task EndAsync(CircularPause pause, WorkingCalendar calendar) => database.WriteAsync(async transaction =>
    {
        if (await transaction.ExecuteAsync("update circular_pauses set ended_at = @now where id = @Id and ended_at is null",
            new { now = clock.GetUtcNow(), pause.Id }) > 0)
            await PausedRegisters.MoveAsync(transaction, pause, calendar);
    });

    // What was held would look again within a day by itself; this spares people the wait.
    async Task WakeAsync(CircularPause pause)
    {
        await WakeAsync(
            $"""
            select t.id from tasks t {CircularPause.PlaceOfTask}
            where t.closed_at is null and t.id > @after and t.rule_id like @Clauses and o.path like @Below
            order by t.id limit @WokenAtOnce
            """, pause);
        // Steps that wait for one of its dates, or for a system to open (Gov.AwaitOpening).
        await WakeAsync(
            """
            select b.id from instances i join bookmarks b on b.instance_id = i.id
            join organisations o on o.code = substr(i.correlation_id, length(@CircularId) + 2)
            where i.correlation_id >= @first and i.correlation_id < @last and b.payload like @dates and b.due_at is not null
                and o.path like @Below and b.id > @after
            order by b.id limit @WokenAtOnce
            """, pause);
        await WakeAsync(
            """
            select id from bookmarks where event_name >= @windows and event_name < @windowsEnd and due_at is not null
                and id > @after
            order by id limit @WokenAtOnce
            """, pause);
    }

    async Task WakeAsync(string query, CircularPause pause)
    {
        var after = "";
        while (await database.QueryAsync<string>(query, new
        {
            after,
            pause.CircularId,
            pause.Clauses,
            pause.Below,
            first = pause.CircularId + ":",
            last = pause.CircularId + ";",
            dates = DateKeys.Awaited("%"),
            windows = Window.ChangedEvent(pause.CircularId, ""),
            windowsEnd = Window.ChangedEvent(pause.CircularId, "~"),
            WokenAtOnce,
        }) is { Count: > 0 } bookmarks)
        {
            after = bookmarks[^1];
            await database.WriteAsync(transaction => Wake(transaction, bookmarks));
        }
    }

    Task Wake(Transaction transaction, IReadOnlyList<string> bookmarks)
    {
        var now = clock.GetUtcNow();
        foreach (var bookmark in bookmarks)
            transaction.Write(
                "update bookmarks set due_at = @now where id = @bookmark and due_at > @now", new { now, bookmark });
        return Task.CompletedTask;
    }
}
