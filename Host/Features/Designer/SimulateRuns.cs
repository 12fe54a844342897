using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Runs simulations beside the requests of the site: one at a time, since each takes a processor.</summary>
public sealed class SimulateRuns(
    Simulations simulations, IHostApplicationLifetime host, TimeProvider clock, ILogger<SimulateRuns> log)
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    int running;

    /// <summary>The one that runs, or the last that ran; for who wants to wait for its end.</summary>
    public Task Current { get; private set; } = Task.CompletedTask;

    /// <summary>Begins a simulation and answers its id; it goes on by itself.</summary>
    /// <exception cref="RefusedException">Another one runs, or it may not be run.</exception>
    public async Task<string> StartAsync(SimulationPlan plan, Actor by)
    {
        if (Interlocked.Exchange(ref running, 1) == 1)
            throw new RefusedException("simulation-runs",
                "กำลังจำลองเรื่องอื่นอยู่ โปรดรอให้เสร็จแล้วเริ่มใหม่",
                "Another simulation is running. Wait for its end, then start again.");
        try
        {
            var id = await simulations.BeginAsync(plan, by);
            Current = Task.Run(() => RunAsync(id, plan));
            return id;
        }
        catch (Exception)
        {
            running = 0;
            throw;
        }
    }

    async Task RunAsync(string id, SimulationPlan plan)
    {
        try
        {
            await using var run = await SimulationRun.OpenAsync(plan, _ => { });
            var running = Task.Run(() => run.RunAsync(host.ApplicationStopping));
            while (await Task.WhenAny(running, NextLookAsync()) != running)
                await simulations.ReportAsync(id, (int)(run.Share * 100));
            await running;
            await simulations.EndAsync(id, run.Report.Summary());
        }
        catch (OperationCanceledException)
        {
            await simulations.FailAsync(id, "the host was stopped");
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Simulation {Id} could not go on", id);
            await simulations.FailAsync(id, fault.Message);
        }
        finally
        {
            running = 0;
        }
    }

    async Task NextLookAsync()
    {
        using var timer = new PeriodicTimer(Look, clock);
        await timer.WaitForNextTickAsync();
    }
}
