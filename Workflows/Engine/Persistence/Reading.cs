namespace WorkflowHost.Engine.Persistence;

/// <summary>A connection on loan to who reads; disposing gives it back.</summary>
public abstract class Reading : IQueries, IAsyncDisposable
{
    public abstract Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments);

    public abstract Task<T?> FirstAsync<T>(string sql, object arguments);

    /// <summary>Lets a work ask here until it is done. Only meanwhile are its questions answered.</summary>
    public virtual Task<T> AnswerAsync<T>(Func<IQueries, Task<T>> work) => work(this);

    /// <summary>Says something that has no answer, such as where a snapshot begins.</summary>
    public abstract Task ExecuteAsync(string sql);

    public abstract ValueTask DisposeAsync();
}
