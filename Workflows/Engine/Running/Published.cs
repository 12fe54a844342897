namespace WorkflowHost.Engine.Running;

/// <summary>What became of an event, by instance. Who was moved by it does not wait for it any more.</summary>
public sealed class Published
{
    readonly List<string> moved = [];
    readonly List<string> notReached = [];
    readonly Dictionary<string, RefusedException> refused = [];
    readonly Dictionary<string, string> failed = [];

    /// <summary>Instances that went on.</summary>
    public IReadOnlyList<string> Moved => moved;

    /// <summary>Instances that would not have it, and why; they wait on.</summary>
    public IReadOnlyDictionary<string, RefusedException> Refused => refused;

    /// <summary>Instances that have it but met a fault, each with its incident; an operator can retry that.</summary>
    public IReadOnlyDictionary<string, string> Failed => failed;

    /// <summary>Instances whose store did not answer. Publish again: those that moved are not moved twice.</summary>
    public IReadOnlyList<string> NotReached => notReached;

    /// <param name="result">Null when the store did not take it. Who was moved by somebody else meanwhile is left out.</param>
    internal void Add(string instanceId, StepResult? result)
    {
        if (result is null)
            notReached.Add(instanceId);
        else if (result is StepResult.Moved)
            moved.Add(instanceId);
        else if (result is StepResult.Refused refusal)
            refused[instanceId] = refusal.Reason;
        else if (result is StepResult.Failed fault)
            failed[instanceId] = fault.IncidentId;
    }
}
