namespace WorkflowHost.Engine.Persistence;

/// <summary>One physical transaction, in which the works of a group run; disposing it uncommitted takes all of it back.</summary>
public abstract class WriteGroup : IAsyncDisposable
{
    /// <summary>
    /// Runs the works. One that fails is taken out and holds its fault; where that can't be done, or there is only one, it
    /// throws, and nothing of the group may be committed.
    /// </summary>
    internal abstract Task RunAsync(IReadOnlyList<Work> works);

    /// <summary>Throws <see cref="CommitUnknownException"/> when the answer was lost on its way.</summary>
    protected internal abstract Task CommitAsync();

    /// <summary>Reads one value once all works are done, before the commit.</summary>
    public virtual async Task<T?> FirstAsync<T>(string sql)
    {
        var work = new Work<T?>(transaction => transaction.FirstAsync<T>(sql, new { }));
        await RunAsync([work]);
        work.Answer();
        return await work.Completion;
    }

    public abstract ValueTask DisposeAsync();
}
