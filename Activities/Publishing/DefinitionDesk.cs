using System.Text.Json.Nodes;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Publishing;

/// <summary>
/// What a designer does to a definition before it is published, each with its audit row in one transaction. A repeated call
/// changes nothing and writes no second row. Publishing takes two people: see <see cref="Publication"/>.
/// </summary>
public sealed class DefinitionDesk(Database database, DefinitionVersions versions, DefinitionStore store, TimeProvider clock)
{
    /// <summary>Stores a draft: over the newest version if that is one, else as the next version.</summary>
    /// <param name="stamp">Of the version that was changed; null for a definition that doesn't exist yet.</param>
    /// <exception cref="DefinitionException">The text can't be kept.</exception>
    /// <exception cref="RefusedException">
    /// designer-only; definition-id (a name for the file it is exported to); definition-stale, -exists, -deleted.
    /// </exception>
    public Task<DefinitionVersion> SaveDraftAsync(string definitionId, JsonObject definition, string? stamp, Actor actor)
    {
        DesignerRefusals.RequireDesigner(actor);
        DesignerRefusals.RequireId(definitionId);
        return database.WriteAsync(async transaction =>
        {
            var before = await LockStampAsync(transaction, definitionId);
            var saved = await versions.SaveAsync(transaction, definitionId, definition, stamp, actor.PersonId);
            if (saved.Stamp != before)
                Note(transaction, actor, "definition-saved", definitionId, $"version {saved.Version}, content {saved.Hash}");
            return saved;
        });
    }

    /// <summary>Makes a draft with the content of an older version.</summary>
    /// <exception cref="RefusedException">designer-only, no-such-version, draft-in-the-way.</exception>
    public Task<DefinitionVersion> RevertAsync(string definitionId, int version, Actor actor)
    {
        DesignerRefusals.RequireDesigner(actor);
        return database.WriteAsync(async transaction =>
        {
            var before = await LockStampAsync(transaction, definitionId);
            var draft = await versions.RevertAsync(transaction, definitionId, version, actor.PersonId);
            if (draft.Stamp != before)
                Note(transaction, actor, "definition-reverted", definitionId, $"version {draft.Version} from version {version}");
            return draft;
        });
    }

    /// <summary>Deletes the draft; a request for its publication ends with it. False when there is none.</summary>
    /// <exception cref="RefusedException">designer-only.</exception>
    public Task<bool> DeleteDraftAsync(string definitionId, Actor actor)
    {
        DesignerRefusals.RequireDesigner(actor);
        return database.WriteAsync(async transaction =>
        {
            var deleted = await versions.DeleteDraftAsync(transaction, definitionId);
            if (deleted)
            {
                PublicationRequest.WithdrawOrphan(transaction, clock.GetUtcNow(), definitionId, actor.PersonId);
                Note(transaction, actor, "draft-deleted", definitionId);
            }
            return deleted;
        });
    }

    /// <summary>Takes no new instances from now on; those that run go on. False when none was published.</summary>
    /// <exception cref="RefusedException">designer-only.</exception>
    public async Task<bool> RetractAsync(string definitionId, Actor actor)
    {
        DesignerRefusals.RequireDesigner(actor);
        var retracted = await database.WriteAsync(async transaction =>
        {
            var done = await DefinitionVersions.RetractAsync(transaction, definitionId);
            if (done)
                Note(transaction, actor, "definition-retracted", definitionId);
            return done;
        });
        store.Forget(definitionId);
        return retracted;
    }

    // The lock is what lets a repeated save be told from a first one.
    static Task<string?> LockStampAsync(Transaction transaction, string definitionId)
    {
        transaction.Lock("select id from definitions where definition_id = @definitionId order by version", new { definitionId });
        return transaction.FirstAsync<string>(
            "select stamp from definitions where definition_id = @definitionId order by version desc limit 1",
                new { definitionId });
    }

    void Note(Transaction transaction, Actor actor, string action, string definitionId, string? detail = null) =>
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, action, "definition", definitionId, detail: detail);
}
