using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>The types of entry that the published definition prescribes (E-07).</summary>
public sealed class TrialTypes(DefinitionStore definitions)
{
    public async Task<IReadOnlyList<TrialType>> AllAsync() =>
        TryOut.Values.Of(await definitions.PublishedAsync("ebill-rollout")).Known;
}
