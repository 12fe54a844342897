using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Cascade;

/// <summary>Whom a definition can be sent to.</summary>
/// <param name="Circular">Its circular; <see cref="Coverage.AnyCircular"/> for whichever it is started for.</param>
/// <param name="Types">Types of organisation that it covers.</param>
/// <param name="System">
/// What they file requests for, when they come by themselves; null when each gets an instance of its own.
/// </param>
public sealed record Addressees(string Circular, IReadOnlyList<string> Types, string? System)
{
    /// <summary>Null for one that is neither started per organisation nor asked under.</summary>
    public static Addressees? Of(WorkflowDefinition definition) =>
        Coverage.Values.Of(definition) is { } coverage ? new(coverage.Circular, coverage.CoveredTypes, null)
        : definition.FirstOfType("Gov.RequestRules") is not null && RequestRules.Values.Of(definition) is var rules
            ? new(rules.Circular, rules.CoveredTypes, rules.Systems[0])
        : null;
}
