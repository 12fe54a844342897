using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>
/// The arrows to and from steps that couldn't be read. Such a step has been told already; its arrows must not make its
/// neighbours look wrong too.
/// </summary>
sealed class LooseArrows
{
    readonly Dictionary<string, int> places;
    readonly HashSet<string> unread;
    readonly HashSet<(int Source, string Port)> followed = [];
    readonly HashSet<int> entered = [];

    public LooseArrows(ActivityNode flowchart, Dictionary<string, int> places)
    {
        this.places = places;
        unread = flowchart.Json.TryGetProperty("activities", out var steps) && steps.ValueKind == JsonValueKind.Array
            ? [.. steps.EnumerateArray().Select(IdOf).OfType<string>().Where(id => !places.ContainsKey(id))]
            : [];
    }

    /// <summary>Whether a step couldn't be read, so that nobody knows what can be reached.</summary>
    public bool Any => unread.Count > 0;

    /// <summary>The steps that such an arrow leads to.</summary>
    public IReadOnlyCollection<int> Entered => entered;

    public bool Follows(int source, string port) => followed.Contains((source, port));

    /// <summary>Whether an arrow is one of these; it is then remembered.</summary>
    public bool Takes(string source, string port, string target)
    {
        if (!unread.Contains(source) && !unread.Contains(target))
            return false;
        if (places.TryGetValue(source, out var from))
            followed.Add((from, port));
        if (places.TryGetValue(target, out var to))
            entered.Add(to);
        return true;
    }

    static string? IdOf(JsonElement step) =>
        step.ValueKind == JsonValueKind.Object && step.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
}
