using System.Globalization;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Features.Instances;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>One time that a step was entered, in Elsa's words: when, how it ended, whether it waits or met a fault.</summary>
public sealed record ActivityExecution(
    string Id, string WorkflowInstanceId, string ActivityId, string ActivityNodeId, string ActivityType, int ActivityTypeVersion,
    string? ActivityName, DateTimeOffset StartedAt)
{
    /// <summary>Pending, Running, Completed, Canceled or Faulted.</summary>
    public string Status { get; private set; } = "Running";

    public DateTimeOffset? CompletedAt { get; private set; }

    public bool HasBookmarks { get; private set; }

    public Dictionary<string, string[]> Payload { get; } = [];

    /// <summary>The fault's words, when one is open.</summary>
    public object? Exception { get; private set; }

    public int AggregateFaultCount => Status == "Faulted" ? 1 : 0;

    public Dictionary<string, string> ActivityState => [];

    public Dictionary<string, string> Outputs => [];

    public Dictionary<string, string> Properties => [];

    public Dictionary<string, string> Metadata => [];

    public string? SchedulingActivityExecutionId => null;

    public int CallStackDepth => 0;

    /// <summary>Read from what the journal tells, oldest first.</summary>
    public static IReadOnlyList<ActivityExecution> Of(string instance, WorkflowDefinition definition,
        IReadOnlyList<JournalRow> journal, IReadOnlyList<Bookmark> waits, IReadOnlyList<FaultRow> faults)
    {
        var all = new List<ActivityExecution>();
        foreach (var row in journal.Where(row => row.Event is "Suspended" or "Completed" or "Cancelled"))
            OpenOrNew(all, instance, definition, row.NodeId, row.At,
                row.Sequence.ToString(CultureInfo.InvariantCulture),
                isNew: row.Event == "Suspended").Take(row);
        foreach (var wait in waits)
            OpenOrNew(all, instance, definition, wait.NodeId, wait.CreatedAt, "b" + wait.Id, isNew: false).Wait(wait.Kind);
        foreach (var fault in faults.Where(fault => fault.ResolvedAt is null))
            OpenOrNew(all, instance, definition, fault.NodeId, fault.CreatedAt, "f" + fault.Id, isNew: false).Fail(fault);
        return all;
    }

    static ActivityExecution OpenOrNew(List<ActivityExecution> all, string instance, WorkflowDefinition definition, string nodeId,
        DateTimeOffset at, string number, bool isNew)
    {
        if (!isNew && all.FindLast(one => one.ActivityNodeId == nodeId && one.CompletedAt is null) is { } open)
            return open;
        definition.Nodes.TryGetValue(nodeId, out var node);
        var entered = new ActivityExecution($"{instance}-{number}", instance, InstanceState.IdOf(nodeId), nodeId,
            node?.Type ?? "", node?.Activity.Version ?? 1, node?.Title, at);
        all.Add(entered);
        return entered;
    }

    void Take(JournalRow row)
    {
        if (row.Event == "Suspended")
            return;
        (Status, CompletedAt) = (row.Event == "Completed" ? "Completed" : "Canceled", row.At);
        if (row.Event == "Completed")
            Payload["Outcomes"] = (row.Outcome ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries);
    }

    void Wait(string kind) => (HasBookmarks, Status) = (kind == Bookmark.Resume, kind == Bookmark.Resume ? "Running" : "Pending");

    void Fail(FaultRow fault) => (Status, Exception) = ("Faulted", new { type = "Fault", message = fault.Message });
}
