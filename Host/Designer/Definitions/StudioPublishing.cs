using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>What "Publish" in Studio does; where two designers publish, it says on which page that is asked for.</summary>
public sealed class StudioPublishing(Publication publication, PublishingRules rules, DefinitionVersions versions)
{
    /// <exception cref="DefinitionException">It can't run; all problems are in it.</exception>
    /// <exception cref="RefusedException">publish-by-two, or what else keeps it from being published.</exception>
    public async Task<DefinitionVersion> PublishAsync(DefinitionVersion version, Actor actor)
    {
        if (version.IsCurrent)
            return version;
        if (versions.ProblemsOf(version.Json) is { Count: > 0 } problems)
            throw new DefinitionException(version.DefinitionId, problems);
        if (rules.TwoPeople)
            throw StudioRefusals.PublishByTwo(version);
        await publication.PublishAloneAsync(version.DefinitionId, version.Version, version.Hash, actor);
        return (await versions.FindAsync(version.DefinitionId, version.Version))!;
    }
}
