using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Features.Instances;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>What Studio's diagram is painted from: each time a step was entered, as the journal tells it.</summary>
static class InstanceExecutionsApi
{
    const int MostNodes = 2_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("activity-executions/report", ReportAsync);
        api.MapGet("activity-execution-summaries/list", ListAsync);
        api.MapGet("activity-executions/list", ListAsync);
        api.MapGet("activity-executions/by-id", ByIdAsync);
        api.MapGet("activity-executions/{id}/call-stack", CallStackAsync);
    }

    internal sealed record ReportOf(string? WorkflowInstanceId, string[]? ActivityNodeIds);

    /// <summary>The badge of a box.</summary>
    internal sealed record Stats(
        string ActivityId, string ActivityNodeId, int StartedCount, int CompletedCount, int UncompletedCount, bool IsBlocked,
        bool IsFaulted)
    {
        public Dictionary<string, string> Metadata => [];
    }

    static async Task<IResult> ReportAsync(ReportOf asked, InstancesQuery query, InstanceReading reading,
        DefinitionStore definitions, Texts texts)
    {
        if (await ExecutionsOfAsync(asked.WorkflowInstanceId, query, reading, definitions) is not { } executions)
            return ApiProblems.NotFound(texts);
        return TypedResults.Ok(new
        {
            stats = (asked.ActivityNodeIds ?? []).Take(MostNodes).Select(node => StatsOf(node, executions)),
        });
    }

    // A container has no line of its own: it is what happened inside it.
    static Stats StatsOf(string nodeId, IReadOnlyList<ActivityExecution> executions)
    {
        var own = executions.Where(one => one.ActivityNodeId == nodeId).ToList();
        var inside = executions.Where(one => one.ActivityNodeId.StartsWith(nodeId + ":", StringComparison.Ordinal)).ToList();
        var all = own.Concat(inside).ToList();
        var open = all.Count(one => one.CompletedAt is null);
        var (started, completed) = own.Count > 0 || inside.Count == 0
            ? (own.Count, own.Count(one => one.CompletedAt is not null))
            : (1, open == 0 ? 1 : 0);
        return new Stats(InstanceState.IdOf(nodeId), nodeId, started, completed, started - completed,
            all.Any(one => one.HasBookmarks), all.Any(one => one.Status == "Faulted"));
    }

    static async Task<IResult> ListAsync(
        string? workflowInstanceId, string? activityNodeId, InstancesQuery query, InstanceReading reading,
        DefinitionStore definitions, Texts texts)
    {
        if (await ExecutionsOfAsync(workflowInstanceId, query, reading, definitions) is not { } executions)
            return ApiProblems.NotFound(texts);
        var items = executions.Where(one => activityNodeId is null || one.ActivityNodeId == activityNodeId).ToList();
        return TypedResults.Ok(new { items, count = items.Count });
    }

    static async Task<IResult> ByIdAsync(string? id, InstancesQuery query, InstanceReading reading, DefinitionStore definitions,
        Texts texts) =>
        await OneAsync(id, query, reading, definitions) is { } found ? TypedResults.Ok(found) : ApiProblems.NotFound(texts);

    // Nobody is called by another activity here: containers only schedule, and that is in the definition.
    static async Task<IResult> CallStackAsync(string id, InstancesQuery query, InstanceReading reading,
        DefinitionStore definitions, Texts texts) =>
        await OneAsync(id, query, reading, definitions) is { } found
            ? TypedResults.Ok(new { activityExecutionId = id, items = new[] { found }, totalCount = 1 })
            : ApiProblems.NotFound(texts);

    static async Task<ActivityExecution?> OneAsync(string? id, InstancesQuery query, InstanceReading reading,
        DefinitionStore definitions) =>
        (await ExecutionsOfAsync(id?.Split('-')[0], query, reading, definitions))?.FirstOrDefault(one => one.Id == id);

    static async Task<IReadOnlyList<ActivityExecution>?> ExecutionsOfAsync(
        string? id, InstancesQuery query, InstanceReading reading, DefinitionStore definitions) =>
        id is not null && await query.FindAsync(id) is { } found
            ? ActivityExecution.Of(id, await definitions.GetAsync(found.DefinitionId, found.Version),
                await reading.JournalAsync(id), await reading.WaitsAsync(id), await reading.FaultsAsync(id))
            : null;
}
