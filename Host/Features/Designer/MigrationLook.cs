using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>What the page about a plan shows of each step and arrow that instances stand at.</summary>
public sealed class MigrationLook(Database database, OfficeCalendar calendar)
{
    const string WorkingDays = "dueWorkingDays";

    public async Task<IReadOnlyList<StepRow>> StepsAsync(MigrationForecast forecast, MigrationPlan plan)
    {
        var rows = new List<StepRow>();
        foreach (var (nodeId, count) in forecast.Steps.OrderByDescending(step => step.Value)
            .ThenBy(step => step.Key, StringComparer.Ordinal))
            if (forecast.Map.From.Nodes.TryGetValue(nodeId, out var old))
                rows.Add(await StepAsync(forecast.Map, plan, old, count));
        return rows;
    }

    public static IReadOnlyList<ArrowRow> Arrows(MigrationForecast forecast) => [.. forecast.Arrows
        .OrderBy(arrow => arrow.Key, StringComparer.Ordinal)
        .Select(arrow => new ArrowRow(arrow.Key, arrow.Value,
            [.. forecast.Map.ArrowsInto(TargetOf(forecast.Map.From, arrow.Key))]))];

    static ActivityNode TargetOf(WorkflowDefinition definition, string arrow) => definition.Nodes[arrow.Split(" -> ")[^1]];

    async Task<StepRow> StepAsync(MigrationMap map, MigrationPlan plan, ActivityNode old, long count)
    {
        var target = plan.Steps.TryGetValue(old.NodeId, out var chosen) ? map.To.Nodes.GetValueOrDefault(chosen) : map.Same(old);
        var changes = target is null || target.Type != old.Type ? [] : SettingChange.Between(old, target).ToList();
        var first = await FirstDueAsync(map.From, old);
        var row = new StepRow(old, count, target, [.. map.Candidates(old)], changes) { FirstDue = first?.DueAt };
        return first is not null && changes.Find(change => change.Input == WorkingDays) is { } due
            && int.TryParse(due.After, out var days) && days > 0
            ? row with { FirstDueByNewSetting = calendar.Current.DueAfterWorkingDays(first.OpenedAt, days) }
            : row;
    }

    Task<Due?> FirstDueAsync(WorkflowDefinition definition, ActivityNode node) => database.FirstAsync<Due>(
        """
        select t.opened_at, t.due_at from instances i join bookmarks b on b.instance_id = i.id join tasks t on t.id = b.id
        where i.definition_id = @DefinitionId and i.version = @Version and i.status in ('Suspended', 'Faulted')
          and b.node_id = @NodeId and t.closed_at is null and t.due_at is not null
        order by t.due_at limit 1
        """, new { definition.DefinitionId, definition.Version, node.NodeId });

    /// <summary>A step at which instances stand.</summary>
    /// <param name="Target">Where they go; null: nowhere yet.</param>
    public sealed record StepRow(
        ActivityNode Old, long Count, ActivityNode? Target, IReadOnlyList<ActivityNode> Candidates,
        IReadOnlyList<SettingChange> Changes)
    {
        /// <summary>The earliest deadline of a task at this step; it stays.</summary>
        public DateTimeOffset? FirstDue { get; init; }

        /// <summary>When that task would be due if it had been opened with the new setting.</summary>
        public DateTimeOffset? FirstDueByNewSetting { get; init; }
    }

    /// <summary>An arrow that was followed to a step which waits for other branches.</summary>
    public sealed record ArrowRow(string Name, long Count, IReadOnlyList<string> Candidates)
    {
        /// <summary>Whether the new version has it too, under the same name.</summary>
        public bool IsThere => Candidates.Contains(Name);
    }

    sealed class Due
    {
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset DueAt { get; init; }
    }
}
