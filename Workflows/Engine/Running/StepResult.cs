namespace WorkflowHost.Engine.Running;

/// <summary>What became of an answer.</summary>
public abstract record StepResult
{
    StepResult() { }

    /// <summary>It was taken, and everything up to the next wait is stored.</summary>
    public sealed record Moved(string InstanceId) : StepResult;

    /// <summary>Somebody was first, or the wait is over; not an error.</summary>
    public sealed record AlreadyDone : StepResult;

    /// <summary>It is not allowed, and nothing has changed.</summary>
    public sealed record Refused(RefusedException Reason) : StepResult;

    /// <summary>The answer is kept, but what follows it met a fault; an operator can retry the incident.</summary>
    public sealed record Failed(string IncidentId) : StepResult;
}

/// <summary>How to start an instance.</summary>
/// <param name="DefinitionId">The published version of this definition is run, and kept.</param>
/// <param name="StartKey">At most one instance ever has this key; a repeated start finds the first.</param>
public sealed record StartRequest(
    string DefinitionId,
    string? CorrelationId = null,
    IReadOnlyDictionary<string, object?>? Inputs = null,
    string? StartKey = null,
    string? By = null);

/// <summary>The instance, and whether it was there before.</summary>
public sealed record StartResult(string InstanceId, bool WasThere);
