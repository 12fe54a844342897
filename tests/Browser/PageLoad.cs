using Microsoft.Playwright;

namespace WorkflowHost.Tests.Browser;

/// <summary>Does something that leads to another page, and waits until that page is there.</summary>
static class PageLoad
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task FollowAsync(this IPage page, Func<Task> action)
    {
        var loaded = new TaskCompletionSource();
        void Loaded(object? sender, IPage which) => loaded.TrySetResult();
        page.Load += Loaded;
        await action();
        await loaded.Task.WaitAsync(Patience);
        page.Load -= Loaded;
    }
}
