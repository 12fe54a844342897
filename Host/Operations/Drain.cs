using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Operations;

/// <summary>
/// What a stopping host does first: /health/ready says 503 and no new step of the timetable begins, but pages are served for
/// the drain time, so that whoever sends visitors here can look away. Then it stops listening and finishes what is in flight.
/// </summary>
public sealed class Drain(
    HostSettings settings, IHostEnvironment environment, IHostApplicationLifetime lifetime, TimeProvider clock)
    : IHostedLifecycleService
{
    /// <summary>What work in flight gets after the drain, before it is cut off.</summary>
    public static readonly TimeSpan ForWorkInFlight = TimeSpan.FromSeconds(30);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Said again in case nobody sent a signal; readiness and timetable hear of it.
        lifetime.StopApplication();
        var time = settings.Operations.DrainTime(environment.IsDevelopment());
        if (time == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(time, clock);
        await timer.WaitForNextTickAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
