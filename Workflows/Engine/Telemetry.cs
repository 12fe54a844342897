using System.Diagnostics;

namespace WorkflowHost.Engine;

/// <summary>
/// The name under which the program tells collectors what it does: spans here, measures by a <c>Meter</c> of the same name.
/// With nobody listening no span is made.
/// </summary>
public static class Telemetry
{
    public const string Name = "WorkflowHost";

    public static readonly ActivitySource Spans = new(Name);

    /// <summary>A look by the clock: who wakes what is due. One that found nothing is not worth keeping.</summary>
    public static async Task WakeAsync(string name, Func<Task<int>> look)
    {
        using var span = Spans.StartActivity(name);
        var moved = await look();
        span?.SetTag("workflowhost.moved", moved);
        if (moved == 0 && span is not null)
            (span.IsAllDataRequested, span.ActivityTraceFlags) = (false, ActivityTraceFlags.None);
    }
}
