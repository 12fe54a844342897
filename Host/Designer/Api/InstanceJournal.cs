using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Features.Instances;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>The journal of an instance in Elsa's words, with its open incidents at the end.</summary>
public static class InstanceJournal
{
    const int LargestPage = 1_000;

    public sealed record Asked(Filter? Filter);

    /// <summary>Each null or a list; what isn't null must hold it.</summary>
    public sealed record Filter(
        string[]? ActivityIds, string[]? ActivityNodeIds, string[]? ExcludedActivityTypes, string[]? EventNames);

    public sealed record Page(IReadOnlyList<Line> Items, long TotalCount)
    {
        public object[] Links => [];
    }

    /// <summary>A line of it.</summary>
    public sealed record Line(
        string Id, string ActivityInstanceId, string ActivityId, string ActivityType, int ActivityTypeVersion,
        string? ActivityName, string NodeId, DateTimeOffset Timestamp, long Sequence, string EventName, string? Message)
    {
        public string? ParentActivityInstanceId => null;

        public string? Source => null;

        public Dictionary<string, string> ActivityState => [];

        public object? Payload => null;
    }

    public static async Task<Page> OfAsync(
        InstanceSummary instance, Filter? filter, int skip, int take, InstanceReading reading, DefinitionStore definitions)
    {
        var definition = await definitions.GetAsync(instance.DefinitionId, instance.Version);
        var journal = await reading.JournalAsync(instance.Id);
        var last = journal.Count == 0 ? 0 : journal[^1].Sequence;
        var lines = journal.Select(row =>
            LineOf(instance.Id, definition, row.NodeId, row.At, row.Sequence, NameOf(row.Event), row.Outcome))
            .Concat((await reading.FaultsAsync(instance.Id)).Where(fault => fault.ResolvedAt is null).Select((fault, number) =>
                LineOf(instance.Id, definition, fault.NodeId, fault.CreatedAt, last + 1 + number, "Faulted", fault.Message)))
            .Where(line => Holds(filter?.ActivityIds, line.ActivityId) && Holds(filter?.ActivityNodeIds, line.NodeId)
                && Holds(filter?.EventNames, line.EventName)
                && filter?.ExcludedActivityTypes?.Contains(line.ActivityType) != true)
            .ToList();
        return new Page([.. lines.Skip(skip).Take(Math.Clamp(take, 1, LargestPage))], lines.Count);
    }

    static bool Holds(string[]? wanted, string value) => wanted is not { Length: > 0 } || wanted.Contains(value);

    static string NameOf(string happened) => happened == "Cancelled" ? "Canceled" : happened;

    static Line LineOf(
        string instance, WorkflowDefinition definition, string nodeId, DateTimeOffset at, long sequence, string happened,
        string? message)
    {
        definition.Nodes.TryGetValue(nodeId, out var node);
        return new Line($"{instance}-{sequence}", $"{instance}-{nodeId}", InstanceState.IdOf(nodeId), node?.Type ?? "",
            node?.Activity.Version ?? 1, node?.Title, nodeId, at, sequence, happened, message);
    }
}
