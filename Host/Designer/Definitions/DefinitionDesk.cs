using System.Text.Json.Nodes;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>Stands in for Activities/Publishing until it is merged.</summary>
public sealed class DefinitionDesk(Database database, DefinitionVersions versions, DefinitionStore store, TimeProvider clock)
{
    public Task<DefinitionVersion> SaveDraftAsync(string definitionId, JsonObject definition, string? stamp, Actor actor) =>
        database.WriteAsync(t => versions.SaveAsync(t, definitionId, definition, stamp, actor.PersonId));

    public Task<DefinitionVersion> RevertAsync(string definitionId, int version, Actor actor) =>
        database.WriteAsync(t => versions.RevertAsync(t, definitionId, version, actor.PersonId));

    public Task<bool> DeleteDraftAsync(string definitionId, Actor actor) =>
        database.WriteAsync(t => versions.DeleteDraftAsync(t, definitionId));

    public async Task<bool> RetractAsync(string definitionId, Actor actor)
    {
        var done = await database.WriteAsync(t => DefinitionVersions.RetractAsync(t, definitionId));
        store.Forget(definitionId);
        return done;
    }

    public Task PublishAsync(DefinitionVersion version, Actor actor) => database.WriteAsync(async t =>
    {
        await versions.PublishAsync(t, version.DefinitionId, version.Version, version.Stamp, actor.PersonId);
        AuditTrail.Add(t, clock.GetUtcNow(), actor.PersonId, "definition-published", "definition", version.DefinitionId);
    });
}
