namespace WorkflowHost.Engine.Persistence;

/// <summary>One piece of work and the caller who waits for it.</summary>
/// <param name="interleaved">See <see cref="Database.WriteAsync{T}"/>.</param>
abstract class Work(bool interleaved)
{
    public bool Interleaved => interleaved;

    public abstract Task RunAsync(Transaction transaction);

    /// <summary>Keeps the work's own fault until the others of its group are safe.</summary>
    public abstract void Hold(Exception fault);

    public abstract void Fail(Exception fault);

    public abstract void Answer();
}

/// <inheritdoc/>
sealed class Work<T>(Func<Transaction, Task<T>> work, bool interleaved = false) : Work(interleaved)
{
    readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Exception? held;
    T? result;

    public Task<T> Completion => completion.Task;

    public override async Task RunAsync(Transaction transaction)
    {
        held = null;
        result = await work(transaction);
    }

    public override void Hold(Exception fault) => held = fault;

    public override void Fail(Exception fault) => completion.TrySetException(fault);

    public override void Answer()
    {
        if (held is null)
            completion.TrySetResult(result!);
        else
            completion.TrySetException(held);
    }
}
