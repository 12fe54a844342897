using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Engine;

/// <summary>Makes works meet in one physical commit: keeps every lane busy until all of them stand in the queue.</summary>
static class Groups
{
    /// <summary>Runs the works as one group and answers each one's fault, or null.</summary>
    public static Task<IReadOnlyList<Exception?>> CommitTogetherAsync(
        this Database database, params Func<Transaction, Task>[] works) => CommitAsync(database, works, interleaved: false);

    /// <summary>The same with works that take turns where the store can.</summary>
    public static Task<IReadOnlyList<Exception?>> InterleaveAsync(
        this Database database, params Func<Transaction, Task>[] works) => CommitAsync(database, works, interleaved: true);

    static async Task<IReadOnlyList<Exception?>> CommitAsync(
        Database database, Func<Transaction, Task>[] works, bool interleaved)
    {
        var lanes = database.Dialect == "sqlite" ? 1 : 6;
        var gates = new List<TaskCompletionSource>();
        var blockers = new List<Task>();
        for (var lane = 0; lane < lanes; lane++)
        {
            var started = new TaskCompletionSource();
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gates.Add(gate);
            blockers.Add(database.WriteAsync(async _ =>
            {
                started.TrySetResult();
                await gate.Task;
            }));
            await started.Task;
        }
        var running = works.Select(work => database.WriteAsync(work, interleaved)).ToList();
        gates[0].SetResult();
        var faults = new List<Exception?>();
        foreach (var work in running)
            faults.Add(await FaultOfAsync(work));
        gates.ForEach(gate => gate.TrySetResult());
        await Task.WhenAll(blockers);
        return faults;
    }

    static async Task<Exception?> FaultOfAsync(Task work)
    {
        await Task.WhenAny(work);
        return work.Exception?.InnerException;
    }
}
