using System.Data.Common;

namespace WorkflowHost.Tests.Torture;

/// <summary>Asks what may be dead just now.</summary>
static class Patient
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan ForAStore = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">The store stayed away.</exception>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        var found = await UntilAsync("the store", async () => new Box<T>(await read()), ForAStore);
        return found.Value;
    }

    /// <summary>Asks until there is something.</summary>
    /// <exception cref="TimeoutException">There never was.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> read, TimeSpan patience) where T : class
    {
        var since = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(Pause);
        while (TimeProvider.System.GetElapsedTime(since) < patience)
        {
            try
            {
                if (await read() is { } found)
                    return found;
            }
            catch (Exception away) when (away is DbException or HttpRequestException)
            {
                // It is being killed, starts, or has just cut us off: that is what this is about.
            }
            await pause.WaitForNextTickAsync();
        }
        throw new TimeoutException($"There was never {what}.");
    }

    sealed record Box<T>(T Value);
}
