using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>An activity that holds others and decides which of them comes next. It touches nothing outside its scope.</summary>
public abstract class Container : Activity
{
    /// <summary>Properties of its JSON that are neither inputs nor outputs.</summary>
    public abstract IReadOnlyCollection<string> Words { get; }

    /// <summary>Its children as stored, each with the name of the slot it stands in.</summary>
    public abstract IEnumerable<(string Slot, JsonElement Child)> ChildrenIn(JsonElement json);

    /// <summary>Children that stand where none can be read; a null there is Studio's way to say none.</summary>
    internal abstract IEnumerable<DefinitionProblem> MisplacedIn(JsonElement json);

    public override bool Waits => true;

    internal abstract Task EnterAsync(Burst burst, ActivityNode node);

    internal abstract Task ChildCompletedAsync(
        Burst burst, ActivityNode node, ActivityNode child, IReadOnlyList<string> outcomes);

    public sealed override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        throw new InvalidOperationException($"'{Type}' is entered, not executed.");

    protected static IEnumerable<DefinitionProblem> NotLists(JsonElement json, params string[] properties) => properties
        .Where(property => json.TryGetProperty(property, out var list)
            && list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
        .Select(property => new DefinitionProblem($"'{property}' ต้องเป็นรายการ (list)", $"'{property}' is not a list"));

    protected static IEnumerable<(string, JsonElement)> ListIn(JsonElement json, string property) =>
        json.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(child => (property, child))
            : [];
}
