using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Operations;

/// <summary>Whether this host should be sent work. Goes false as soon as it is asked to stop.</summary>
public sealed class Readiness(Database database, IHostApplicationLifetime lifetime)
{
    volatile bool prepared;

    /// <summary>Said once migrations, shipped data and definitions are in place.</summary>
    public void Prepared() => prepared = true;

    public async Task<IReadOnlyList<Check>> ChecksAsync() =>
    [
        new("prepared", prepared),
        new("not stopping", !lifetime.ApplicationStopping.IsCancellationRequested),
        new("store", await IsStoreReachableAsync()),
    ];

    async Task<bool> IsStoreReachableAsync()
    {
        try
        {
            return await database.FirstAsync<long>("select count(*) from migrations") > 0;
        }
        catch (System.Data.Common.DbException)
        {
            // That it can't be reached is the answer here; the log has the fault from whoever needed the store.
            return false;
        }
    }

    public sealed record Check(string Name, bool Ok);
}
