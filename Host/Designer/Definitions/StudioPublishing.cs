using System.Text.Json.Nodes;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>
/// What "Publish" in Studio does. Where two designers publish, Studio can't: it says on which page it is asked for, and
/// changes nothing, so that the editor's stamp stays good.
/// </summary>
public sealed class StudioPublishing(DefinitionDesk desk, DefinitionVersions versions, DefinitionStore store)
{
    /// <summary>True when one designer may publish.</summary>
    /// <param name="definition">As it would be published.</param>
    /// <exception cref="RefusedException">publish-by-two, or save-first.</exception>
    public async Task<bool> RequireAloneAsync(string definitionId, JsonObject definition)
    {
        if (!ByTwo)
            return true;
        var latest = await versions.LatestAsync(definitionId);
        if (latest is null || latest.Json != DefinitionText.Canonical(definition, definitionId, latest.Version))
            throw StudioRefusals.SaveFirst();
        throw StudioRefusals.PublishByTwo(latest, $"/designer/{definitionId}");
    }

    public async Task<DefinitionVersion> PublishAsync(DefinitionVersion version, Actor actor)
    {
        await desk.PublishAsync(version, actor);
        store.Forget(version.DefinitionId);
        return (await versions.FindAsync(version.DefinitionId, version.Version))!;
    }

    static bool ByTwo => Environment.GetEnvironmentVariable("STUDIO_BY_TWO") != "no";
}
