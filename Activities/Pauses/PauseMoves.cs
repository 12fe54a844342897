using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Pauses;

/// <summary>
/// Lets paused circulars go on: moves each open deadline once, then lets the clock run, wakes what was held, and tells whoever
/// owes
/// an answer, one mail a person. Safe to kill and to repeat; several hosts may do it at once.
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
            await EndAsync(pause);
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
        (await Task.WhenAll(portion.Select(one => database.WriteAsync(transaction => one.Deadline.MoveAsync(
            transaction, one.To, pause.Cause, pause.MoveReason, pause.ResumedBy!, clock.GetUtcNow())))))
        .Count(moved => moved);

    Task EndAsync(CircularPause pause) => database.WriteAsync(transaction =>
    {
        transaction.Write("update circular_pauses set ended_at = @now where id = @Id and ended_at is null",
            new { now = clock.GetUtcNow(), pause.Id });
        return Task.CompletedTask;
    });

    // What was held would look again within a day by itself; this spares people the wait.
    async Task WakeAsync(CircularPause pause)
    {
        var after = "";
        while (await database.QueryAsync<string>(
            $"""
            select t.id from tasks t {CircularPause.PlaceOfTask}
            where t.closed_at is null and t.id > @after and t.rule_id like @Clauses and o.path like @Below
            order by t.id limit {WokenAtOnce}
            """, new { after, pause.Clauses, pause.Below }) is { Count: > 0 } tasks)
        {
            after = tasks[^1];
            await database.WriteAsync(transaction => Wake(transaction, tasks));
        }
    }

    Task Wake(Transaction transaction, IReadOnlyList<string> tasks)
    {
        var now = clock.GetUtcNow();
        foreach (var task in tasks)
            transaction.Write("update bookmarks set due_at = @now where id = @task and due_at > @now", new { now, task });
        return Task.CompletedTask;
    }
}
