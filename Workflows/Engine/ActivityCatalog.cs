using System.Diagnostics.CodeAnalysis;

namespace WorkflowHost.Engine;

/// <summary>The activities there are. Listed by hand, on one page, and looked up by type and version.</summary>
public sealed class ActivityCatalog
{
    readonly Dictionary<string, Activity> byType;

    public ActivityCatalog(IEnumerable<Activity> activities) =>
        byType = activities.ToDictionary(activity => activity.Type);

    public IReadOnlyCollection<Activity> All => byType.Values;

    public bool TryFind(string type, [NotNullWhen(true)] out Activity? activity) => byType.TryGetValue(type, out activity);
}
