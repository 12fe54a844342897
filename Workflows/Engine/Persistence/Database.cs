using System.Data.Common;
using System.Threading.Channels;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// The store: SQLite or PostgreSQL. Reading is a plain query; writing is a piece of work that runs inside a
/// transaction. Works that arrive together share one physical commit (group commit); nobody is told "done" before it.
/// </summary>
public abstract class Database : IQueries, IAsyncDisposable
{
    const int MostTries = 3;

    static readonly object NoArguments = new { };

    readonly Channel<Work> queue = Channel.CreateUnbounded<Work>(new() { AllowSynchronousContinuations = false });
    readonly List<Task> lanes = [];
    readonly SemaphoreSlim turn = new(1);
    readonly int groupSize;

    /// <param name="groupSize">How many works may share one physical commit.</param>
    protected Database(int groupSize) => this.groupSize = groupSize;

    /// <summary>"sqlite" or "postgres": the folder of this dialect's words in migrations, and the name in settings.</summary>
    public abstract string Dialect { get; }

    /// <summary>How many works wait for a lane at this moment.</summary>
    public int WorksWaiting => queue.Reader.Count;

    /// <summary>What a commit has survived once it is answered, in the store's own words; printed by the bench.</summary>
    public abstract Task<string> DurabilityAsync();

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and answers after the commit. The work may be run again from its
    /// start when its group fails, so it must keep nothing from a failed run. Throws what the work throws; then
    /// nothing of it is stored.
    /// </summary>
    /// <param name="interleaved">
    /// For a work that locks what it goes by before it looks at it, as the engine's steps do. On a store far away several such
    /// works of a group take turns, so that what they ask travels together; to each other they are as if each had a transaction
    /// of its own.
    /// </param>
    public Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, bool interleaved = false)
    {
        var item = new Work<T>(work, interleaved);
        if (lanes.Count == 0)
            return WriteHereAsync(item);
        if (!queue.Writer.TryWrite(item))
            throw new ObjectDisposedException(GetType().Name, "The store is closing; nothing was written.");
        return item.Completion;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<Transaction, Task> work, bool interleaved = false) => WriteAsync(async transaction =>
    {
        await work(transaction);
        return true;
    }, interleaved);

    /// <summary>Reads rows outside any transaction. Rows are classes with <c>init</c> properties.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? arguments = null) =>
        ReadAsync(reading => reading.QueryAsync<T>(sql, arguments ?? NoArguments));

    /// <summary>Reads the first row, or null.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? arguments = null) =>
        ReadAsync(reading => reading.FirstAsync<T>(sql, arguments ?? NoArguments));

    /// <summary>
    /// Asks several questions on one connection. What is asked before the first answer is waited for travels together to a store
    /// far away, so ask for all of it first and then wait. Meanwhile <paramref name="work"/> holds a connection and waits for
    /// nothing slow; it may run again from its start.
    /// </summary>
    public Task<T> AskAsync<T>(Func<IQueries, Task<T>> work) => ReadAsync(work);

    /// <inheritdoc cref="AskAsync{T}"/>
    public Task<(T First, T2 Second)> AskAsync<T, T2>(Func<IQueries, Task<T>> first, Func<IQueries, Task<T2>> second) =>
        AskAsync(async ask =>
        {
            var (one, two) = (first(ask), second(ask));
            return (await one, await two);
        });

    /// <summary>Asks several questions of the store as it stood at one instant. Nobody who writes has to wait for it.</summary>
    public async Task<T> ReadTogetherAsync<T>(Func<IQueries, Task<T>> work)
    {
        await using var reading = await OpenForReadingAsync();
        await reading.ExecuteAsync(BeginSnapshot);
        try
        {
            return await reading.AnswerAsync(work);
        }
        finally
        {
            await reading.ExecuteAsync("rollback transaction");
        }
    }

    /// <summary>Finishes what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(lanes);
        await CloseAsync();
        turn.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Builds an index while others write, if it isn't there. Safe to repeat, also after it was cut off.</summary>
    public virtual Task BuildAsync(OnlineIndex index) =>
        WriteAsync(transaction => transaction.ExecuteAsync(index.Create(""), new { }));

    /// <summary>
    /// Whether only the connection's memory of the tables was at fault: a newer host has changed one of them. The same on
    /// another connection will do.
    /// </summary>
    protected virtual bool ForgotTables(DbException fault) => false;

    protected abstract Task<Reading> OpenForReadingAsync();

    /// <summary>Begins a transaction in which every question is answered from the same state.</summary>
    protected virtual string BeginSnapshot => "begin transaction";

    protected abstract Task<WriteGroup> BeginAsync();

    /// <summary>The one place where anything becomes lasting; a test may die here.</summary>
    protected virtual Task CommitAsync(WriteGroup group) => group.CommitAsync();

    protected abstract ValueTask CloseAsync();

    /// <summary>
    /// Called once by the dialect when it is ready: a lane is one writer at a time. Without any, a work runs where it is
    /// handed in, one after the other, and nobody has to wait for another thread.
    /// </summary>
    protected void StartLanes(int count)
    {
        for (var i = 0; i < count; i++)
            lanes.Add(Task.Run(RunLaneAsync));
    }

    async Task<T> ReadAsync<T>(Func<IQueries, Task<T>> read, int tries = 1)
    {
        try
        {
            await using var reading = await OpenForReadingAsync();
            return await reading.AnswerAsync(read);
        }
        catch (DbException fault) when (tries < MostTries && (HasPassed(fault) || ForgotTables(fault)))
        {
            // Nothing was changed, so asking again can do no harm.
            return await ReadAsync(read, tries + 1);
        }
    }

    // Who has already waited as long as may be is not made to wait three times.
    static bool HasPassed(DbException fault) => fault.IsTransient && fault.InnerException is not TimeoutException;

    async Task<T> WriteHereAsync<T>(Work<T> work)
    {
        await turn.WaitAsync();
        try
        {
            await CommitTogetherAsync([work]);
        }
        finally
        {
            turn.Release();
        }
        return await work.Completion;
    }

    async Task RunLaneAsync()
    {
        var group = new List<Work>(groupSize);
        while (await queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < groupSize && queue.Reader.TryRead(out var work))
                group.Add(work);
            if (group.Count > 0)
                await CommitTogetherAsync(group);
        }
    }

    async Task CommitTogetherAsync(IReadOnlyList<Work> works, int tries = 1)
    {
        try
        {
            await using var group = await BeginAsync();
            await group.RunAsync(works);
            await CommitAsync(group);
        }
        catch (DbException fault) when (works.Count == 1 && tries < MostTries && (fault.IsTransient || ForgotTables(fault)))
        {
            // A deadlock lost or a connection that went stale: nothing was stored, and another try usually succeeds.
            await CommitTogetherAsync(works, tries + 1);
            return;
        }
        catch (Exception fault) when (works.Count == 1 || fault is CommitUnknownException)
        {
            // A commit whose answer was lost may have happened: running it again could do it twice.
            foreach (var work in works)
                work.Fail(fault);
            return;
        }
        catch (Exception)
        {
            // One of the group spoilt the shared transaction. Alone, each meets only its own fault.
            foreach (var work in works)
                await CommitTogetherAsync([work]);
            return;
        }
        foreach (var work in works)
            work.Answer();
    }
}
