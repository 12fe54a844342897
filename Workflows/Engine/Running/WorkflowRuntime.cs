using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running;

/// <summary>
/// The door to the engine: start, resume, run what is due, publish an event, cancel, retry. Each moves an instance by
/// one transaction from wait to wait. When something in it faults, it is played again one step a transaction, so that
/// what a person said is kept and the fault stands at the step that has it.
/// </summary>
public sealed class WorkflowRuntime(
    Database database, DefinitionStore definitions, TimeProvider clock, ILogger<WorkflowRuntime> log,
    IMeterFactory? meters = null)
{
    const int WholeBurst = 10_000;
    const int OneStep = 1;
    const int NoStep = 0;
    const int DueAtOnce = 2_000;

    readonly StepMeter meter = new(meters);

    /// <summary>Starts an instance; <paramref name="together"/> is stored with it or not at all, and gets its id.</summary>
    /// <exception cref="RefusedException">By <paramref name="together"/> or the first steps; nothing is stored.</exception>
    public Task<StartResult> StartAsync(StartRequest request, Func<Transaction, string, Task>? together = null) =>
        meter.WatchAsync("start", async watch =>
    {
        try
        {
            return await database.WriteAsync(
                transaction => StartAsync(transaction, request, together, WholeBurst, watch), interleaved: true);
        }
        catch (Exception fault) when (IsAnActivitysFault(fault))
        {
            var start = await database.WriteAsync(transaction => StartAsync(transaction, request, together, NoStep, watch));
            await RunLeftoversAsync(start.InstanceId);
            return start;
        }
    });

    /// <summary>Hands a person's answer to a waiting activity.</summary>
    public async Task<StepResult> ResumeAsync(string bookmarkId, Stimulus stimulus)
    {
        RefuseTheClocksWord(stimulus.Name);
        return await MoveAsync(bookmarkId, stimulus);
    }

    /// <summary>
    /// Resumes everything that waits for this event; with a correlation id, only instances that carry it. Each instance is a
    /// transaction of its own: one that refuses or faults keeps no other from moving, and is named in the answer. Nobody who
    /// begins to wait afterwards hears of it.
    /// </summary>
    public async Task<Published> PublishAsync(
        string eventName, string? correlationId = null, string? data = null, string? by = null)
    {
        RefuseTheClocksWord(eventName);
        var waiting = await database.QueryAsync<Bookmark>(
            """
            select b.id, b.instance_id from bookmarks b join instances i on i.id = b.instance_id
            where b.event_name = @eventName and (@everybody = 1 or i.correlation_id = @correlationId) order by b.id
            """, new { eventName, correlationId = correlationId ?? "", everybody = correlationId is null ? 1 : 0 });
        var published = new Published();
        foreach (var listener in waiting)
            published.Add(listener.InstanceId, await TellAsync(listener.Id, new Stimulus(eventName, by, data)));
        return published;
    }

    /// <summary>
    /// Does what is due: timers, reminders, and steps that a crash left behind, all found by one query. Safe to call
    /// from anywhere, as often as one likes. Answers how many bookmarks moved.
    /// </summary>
    /// <param name="parallel">
    /// How many move at the same time; with 1 their order is that of their due times and ids. Those that wait for the same
    /// event always take turns, in that order: who waited first goes first.
    /// </param>
    public async Task<int> RunDueAsync(int parallel = 256, CancellationToken stop = default)
    {
        var moved = 0;
        while (!stop.IsCancellationRequested)
        {
            var due = await database.QueryAsync<Bookmark>(
                "select id, event_name from bookmarks where due_at <= @now order by due_at, id limit @DueAtOnce",
                new { now = clock.GetUtcNow(), DueAtOnce });
            var round = parallel == 1 ? await MoveInTurnAsync(due, stop) : await MoveTogetherAsync(due, parallel, stop);
            moved += round;
            if (due.Count < DueAtOnce || round == 0)
                break;
        }
        return moved;
    }

    /// <summary>
    /// Ends an instance with all that waits in it, the workflows it waits for included, and stores
    /// <paramref name="together"/> with that. False when it was over.
    /// </summary>
    public Task<bool> CancelAsync(
        string instanceId, string? by, string reason, Func<Transaction, Task>? together = null) =>
            database.WriteAsync(async transaction =>
    {
        var isCancelled = await CancelAsync(transaction, instanceId, by, reason);
        if (isCancelled && together is not null)
            await together(transaction);
        return isCancelled;
    });

    /// <summary>The same within a transaction of the caller's.</summary>
    public async Task<bool> CancelAsync(Transaction transaction, string instanceId, string? by, string reason)
    {
        if (await Instance.LockAsync(transaction, instanceId) is not { } instance
            || await Burst.OfAsync(transaction, definitions, instance, clock.GetUtcNow(), by, NoStep) is not { } burst)
            return false;
        await burst.CancelAsync(reason);
        return true;
    }

    /// <summary>
    /// Plays the step of an incident again, with the same stimulus. AlreadyDone when it is no longer open; Failed, and
    /// still open, when it meets a fault again.
    /// </summary>
    public Task<StepResult> RetryAsync(string incidentId, string? by) => meter.WatchAsync<StepResult>("retry", async watch =>
    {
        try
        {
            var result = await database.WriteAsync(async transaction =>
                await Incident.ReopenAsync(transaction, incidentId, by, clock.GetUtcNow()) is { } incident
                    ? await StepAsync(transaction, incident.BookmarkId, incident.ReadStimulus(), OneStep, watch)
                    : new StepResult.AlreadyDone());
            return result is StepResult.Moved moved && await RunLeftoversAsync(moved.InstanceId) is { } failed ? failed : result;
        }
        catch (RefusedException refusal)
        {
            return new StepResult.Refused(refusal);
        }
        catch (Exception fault) when (IsAnActivitysFault(fault))
        {
            log.LogError(fault, "Incident {IncidentId} met a fault again", incidentId);
            return new StepResult.Failed(incidentId);
        }
    });

    static void RefuseTheClocksWord(string stimulus)
    {
        if (stimulus == Stimulus.Due)
            throw new ArgumentException("Only the clock may say 'Due'.", nameof(stimulus));
    }

    async Task<int> MoveInTurnAsync(IEnumerable<Bookmark> due, CancellationToken stop)
    {
        var moved = 0;
        foreach (var bookmark in due)
            if (!stop.IsCancellationRequested && await MoveDueAsync(bookmark.Id))
                moved++;
        return moved;
    }

    async Task<int> MoveTogetherAsync(IReadOnlyList<Bookmark> due, int parallel, CancellationToken stop)
    {
        var moved = 0;
        var queues = due.GroupBy(bookmark => bookmark.EventName ?? bookmark.Id).ToList();
        // With much to do each host begins elsewhere: side by side they would wait for each other's locks, only to find it done.
        var first = due.Count < DueAtOnce ? 0 : Random.Shared.Next(queues.Count);
        await Parallel.ForEachAsync(queues.Skip(first).Concat(queues.Take(first)),
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            async (queue, _) => Interlocked.Add(ref moved, await MoveInTurnAsync(queue, stop)));
        return moved;
    }

    // Null when the store did not take it: who publishes must know which, and the others must hear of it all the same.
    async Task<StepResult?> TellAsync(string bookmarkId, Stimulus stimulus)
    {
        try
        {
            return await MoveAsync(bookmarkId, stimulus);
        }
        catch (Exception fault) when (IsTheStores(fault))
        {
            log.LogWarning(fault, "Bookmark {BookmarkId} did not hear of {Event}", bookmarkId, stimulus.Name);
            return null;
        }
    }

    // What the store could not do now it can do at the next tick; the others need not wait for it.
    async Task<bool> MoveDueAsync(string bookmarkId)
    {
        try
        {
            return await MoveAsync(bookmarkId, new Stimulus(Stimulus.Due)) is not StepResult.AlreadyDone;
        }
        catch (Exception fault) when (IsTheStores(fault))
        {
            log.LogWarning(fault, "Bookmark {BookmarkId} could not be moved; it will be tried again", bookmarkId);
            return false;
        }
    }

    Task<StepResult> MoveAsync(string bookmarkId, Stimulus stimulus) =>
        meter.WatchAsync(stimulus, watch => MoveAsync(bookmarkId, stimulus, watch));

    async Task<StepResult> MoveAsync(string bookmarkId, Stimulus stimulus, StepWatch watch)
    {
        try
        {
            return await database.WriteAsync(
                transaction => StepAsync(transaction, bookmarkId, stimulus, WholeBurst, watch), interleaved: true);
        }
        catch (RefusedException refusal) when (stimulus.Name != Stimulus.Due)
        {
            return new StepResult.Refused(refusal);
        }
        catch (Exception fault) when (IsAnActivitysFault(fault) || fault is RefusedException)
        {
            return await MoveStepByStepAsync(bookmarkId, stimulus, watch);
        }
    }

    async Task<StepResult> MoveStepByStepAsync(string bookmarkId, Stimulus stimulus, StepWatch watch)
    {
        StepResult result;
        try
        {
            result = await database.WriteAsync(transaction => StepAsync(transaction, bookmarkId, stimulus, OneStep, watch));
        }
        catch (RefusedException refusal) when (stimulus.Name != Stimulus.Due)
        {
            return new StepResult.Refused(refusal);
        }
        // A refusal that no person is there to hear is a fault: an operator must see it.
        catch (Exception fault) when (IsAnActivitysFault(fault) || fault is RefusedException)
        {
            log.LogError(fault, "Bookmark {BookmarkId} met a fault and became an incident", bookmarkId);
            return await database.WriteAsync(
                transaction => Incident.RecordAsync(transaction, bookmarkId, stimulus, fault, clock.GetUtcNow()));
        }
        if (result is StepResult.Moved moved && await RunLeftoversAsync(moved.InstanceId) is { } failed)
            return failed;
        return result;
    }

    async Task<StepResult.Failed?> RunLeftoversAsync(string instanceId)
    {
        StepResult.Failed? failed = null;
        while (await NextLeftoverAsync(instanceId) is { } next)
        {
            var result = await meter.WatchAsync("left-over", watch => MoveStepByStepAsync(next, new(Stimulus.Due), watch));
            failed = result as StepResult.Failed ?? failed;
            if (result is StepResult.AlreadyDone)
                break;
        }
        return failed;
    }

    Task<string?> NextLeftoverAsync(string instanceId) => database.FirstAsync<string>(
        "select id from bookmarks where instance_id = @instanceId and kind = 'Execute' order by id limit 1", new { instanceId });

    async Task<StartResult> StartAsync(
        Transaction transaction, StartRequest request, Func<Transaction, string, Task>? together, int budget, StepWatch watch)
    {
        if (request.StartKey is { } key && await transaction.FirstAsync<string>(
            "select id from instances where start_key = @key", new { key }) is { } existing)
            return new StartResult(existing, WasThere: true);
        var definition = await definitions.PublishedAsync(request.DefinitionId);
        var burst = Burst.New(transaction, definitions, definition, request, clock.GetUtcNow(), budget);
        watch.Is(burst);
        if (together is not null)
            await together(transaction, burst.Instance.Id);
        await burst.StartAsync();
        burst.Save();
        return new StartResult(burst.Instance.Id, WasThere: false);
    }

    async Task<StepResult> StepAsync(
        Transaction transaction, string bookmarkId, Stimulus stimulus, int budget, StepWatch watch)
    {
        var now = clock.GetUtcNow();
        if (await HeldBookmark.LockAsync(transaction, bookmarkId) is not { } held)
            return new StepResult.AlreadyDone();
        var (bookmark, by) = (held.Bookmark, held.Bookmark.MovedBy(stimulus));
        if (!MayMove(bookmark, stimulus, now)
            || await Burst.OfAsync(transaction, definitions, held.Instance, now, by, budget) is not { } burst)
            return new StepResult.AlreadyDone();
        watch.Is(burst, bookmark);
        held.RequireAnswer(burst.Definition.Nodes[bookmark.NodeId], stimulus);
        await burst.GoOnAsync(bookmark, stimulus);
        burst.Save();
        return new StepResult.Moved(bookmark.InstanceId);
    }

    // The clock may take a bookmark only while it is due, a person only while it waits for one.
    static bool MayMove(Bookmark bookmark, Stimulus stimulus, DateTimeOffset now) => stimulus.Name == Stimulus.Due
        ? bookmark.DueAt <= now
        : bookmark.Kind == Bookmark.Resume;

    // What the store can mend by itself, and a refusal, are nobody's fault: they go to the caller as they are.
    static bool IsAnActivitysFault(Exception fault) =>
        fault is not (RefusedException or ObjectDisposedException) && !IsTheStores(fault);

    static bool IsTheStores(Exception fault) =>
        fault is CommitUnknownException or System.Data.Common.DbException { IsTransient: true };
}
