using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Features.Instances;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>An instance with its state, as the viewer wants it.</summary>
public sealed record InstanceView(
    string Id, string DefinitionId, string? DefinitionVersionId, int Version, string? CorrelationId, string? Name,
    int IncidentCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, string Status,
    string SubStatus, InstanceState WorkflowState)
{
    public InstanceView(InstanceSummary of, InstanceState state)
        : this(of.Id, of.DefinitionId, of.DefinitionVersionId, of.Version, of.CorrelationId, of.Name, of.IncidentCount,
            of.CreatedAt, of.UpdatedAt, of.FinishedAt, of.Status, of.SubStatus, state)
    {
    }
}

/// <summary>
/// Elsa's workflow state: where it waits, its incidents and its input. The viewer prints all of it, so there is nothing in it
/// that only few may read: no payloads, no answers, no mails.
/// </summary>
public sealed record InstanceState(
    string Id, string DefinitionId, int DefinitionVersion, string? CorrelationId, string Status, string SubStatus,
    IReadOnlyList<InstanceState.Bookmark> Bookmarks, IReadOnlyList<InstanceState.Incident> Incidents,
    IReadOnlyList<InstanceState.Context> ActivityExecutionContexts, IReadOnlyDictionary<string, string> Input,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt)
{
    const int LongestValue = 200;

    // The viewer walks over all of them, so none is null.
    public object? Fault => null;

    public object[] CompletionCallbacks => [];

    public Dictionary<string, string> Output => [];

    public Dictionary<string, string> Properties => [];

    public static async Task<InstanceState> OfAsync(
        InstanceSummary of, InstanceReading reading, DefinitionStore definitions, InstancesQuery query)
    {
        var definition = await definitions.GetAsync(of.DefinitionId, of.Version);
        var waits = await reading.WaitsAsync(of.Id);
        var faults = (await reading.FaultsAsync(of.Id)).Where(fault => fault.ResolvedAt is null);
        var whole = new Context(of.Id, null, definition.Root.NodeId);
        return new InstanceState(
            of.Id, of.DefinitionId, of.Version, of.CorrelationId, of.Status, of.SubStatus,
            [.. waits.Select(wait =>
                new Bookmark(wait.Id, TypeOf(definition, wait.NodeId), IdOf(wait.NodeId), wait.NodeId, wait.CreatedAt))],
            [.. faults.Select(fault =>
                new Incident(IdOf(fault.NodeId), fault.NodeId, TypeOf(definition, fault.NodeId), fault.Message,
                    fault.CreatedAt))],
            [whole, .. waits.Where(wait => wait.NodeId != whole.ScheduledActivityNodeId)
                .Select(wait => new Context(wait.Id, whole.Id, wait.NodeId))],
            ValuesIn(await query.StateAsync(of.Id), "i"), of.CreatedAt, of.UpdatedAt, of.FinishedAt);
    }

    /// <summary>The variables of an instance that were set; long values are cut.</summary>
    public static IReadOnlyList<VariableValue> Variables(string state, WorkflowDefinition definition) =>
        [.. ValuesIn(state, "v").Where(pair => definition.VariableById(pair.Key) is not null)
            .Select(pair => new VariableValue(pair.Key, definition.VariableById(pair.Key)!.Name, pair.Value))];

    public static string TypeOf(WorkflowDefinition definition, string nodeId) =>
        definition.Nodes.TryGetValue(nodeId, out var node) ? node.Type : "";

    public static string IdOf(string nodeId) => nodeId.Split(':')[^1];

    static Dictionary<string, string> ValuesIn(string state, string part)
    {
        using var json = JsonDocument.Parse(state);
        return json.RootElement.TryGetProperty(part, out var values)
            ? values.EnumerateObject().ToDictionary(value => value.Name, value => Short(value.Value.ToString()))
            : [];
    }

    static string Short(string text) => text.Length > LongestValue ? text[..LongestValue] + "…" : text;

    public sealed record VariableValue(string Id, string Name, string Value);

    /// <summary>Where it waits.</summary>
    public sealed record Bookmark(string Id, string Name, string ActivityId, string ActivityNodeId, DateTimeOffset CreatedAt)
    {
        public string? ActivityInstanceId => Id;
    }

    public sealed record Incident(string ActivityId, string ActivityNodeId, string ActivityType, string Message,
        DateTimeOffset Timestamp)
    {
        public object? Exception => null;
    }

    /// <summary>The one without a parent stands for the workflow.</summary>
    public sealed record Context(string Id, string? ParentContextId, string ScheduledActivityNodeId)
    {
        public string? OwnerActivityNodeId => null;

        public Dictionary<string, string> Properties => [];

        public Dictionary<string, string> ActivityState => [];

        public object[] DynamicVariables => [];
    }
}
