using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WorkflowHost.Engine.Running;

/// <summary>
/// What collectors see of the engine: for each move of an instance a span, and its time from the call to the commit in seconds.
/// </summary>
/// <param name="meters">The host's; null measures nothing, as in a bench or a simulation.</param>
sealed class StepMeter(IMeterFactory? meters)
{
    // A factory answers the same meter for the same name, and ends it with the host.
    readonly Histogram<double>? seconds = meters?.Create(Telemetry.Name).CreateHistogram<double>(
        "workflowhost.step.duration", "s", "From the call to the commit: a start, an answer, a due time, a step left over.");

    public Task<T> WatchAsync<T>(Stimulus stimulus, Func<StepWatch, Task<T>> move) where T : notnull =>
        WatchAsync(stimulus.Name == Stimulus.Due ? "due" : "answer", move);

    /// <param name="kind">start, answer, due, left-over or retry.</param>
    public async Task<T> WatchAsync<T>(string kind, Func<StepWatch, Task<T>> move) where T : notnull
    {
        var began = Stopwatch.GetTimestamp();
        using var span = Telemetry.Spans.StartActivity("workflow." + kind);
        // What ends with an exception was not stored, and its caller is told.
        var outcome = "fault";
        try
        {
            var result = await move(new StepWatch(span));
            outcome = OutcomeOf(result);
            return result;
        }
        catch (RefusedException)
        {
            outcome = "refused";
            throw;
        }
        finally
        {
            seconds?.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new("kind", kind), new("outcome", outcome));
            span?.SetTag("workflowhost.outcome", outcome);
            if (outcome is "failed" or "fault")
                span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    static string OutcomeOf(object result) => result switch
    {
        StepResult.AlreadyDone => "already-done",
        StepResult.Refused => "refused",
        StepResult.Failed => "failed",
        _ => "moved",
    };
}

/// <summary>The span of one move, which learns on its way what moves. Ids only: nothing of what people wrote.</summary>
readonly struct StepWatch(System.Diagnostics.Activity? span)
{
    public void Is(Burst burst, Bookmark? bookmark = null)
    {
        if (span is null)
            return;
        span.SetTag("workflowhost.instance", burst.Instance.Id);
        span.SetTag("workflowhost.definition", burst.Definition.DefinitionId);
        span.SetTag("workflowhost.version", burst.Definition.Version);
        if (bookmark is not null)
            span.SetTag("workflowhost.activity", burst.Definition.Nodes[bookmark.NodeId].Type);
    }
}
