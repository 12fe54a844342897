using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Publishing;

/// <summary>
/// Publishing (T85): an author asks for one content of one version, another person approves or refuses it. What is published
/// is exactly what was asked for. What keeps a version from being published is said by <see cref="PublishingChecks"/>.
/// </summary>
public sealed class Publication(
    Database database, DefinitionVersions versions, DefinitionStore store, PublishingChecks checks, PublishingRules rules,
        Tools tools,
    TimeProvider clock)
{
    const int LongestNote = 2_000;

    /// <summary>
    /// Asks the other designers. Asking again for the same changes nothing; for another content it replaces the request.
    /// </summary>
    /// <param name="hash">Of the content that the author looked at.</param>
    /// <exception cref="RefusedException">
    /// designer-only, note-needed, no-such-version, definition-stale, already-published, or a reason of
    /// <see cref="PublishingChecks"/>.
    /// </exception>
    public Task<PublicationRequest> AskAsync(string definitionId, int version, string hash, string note, Actor author)
    {
        DesignerRefusals.RequireDesigner(author);
        var words = PublishingRefusals.RequireText(note, LongestNote, PublishingRefusals.NoteNeeded());
        return database.WriteAsync(async transaction =>
        {
            var asked = await RequireContentAsync(transaction, definitionId, version, hash);
            var open = await PublicationRequest.FindOpenAsync(transaction, definitionId);
            if (open is not null && open.Version == version && open.Hash == hash && open.AskedBy == author.PersonId)
                return open;
            if (await IsCurrentAsync(transaction, definitionId, version))
                throw PublishingRefusals.AlreadyPublished(asked);
            await checks.RequireNoneAsync(transaction, asked);
            var now = clock.GetUtcNow();
            open?.Close(transaction, now, author.PersonId, PublicationRequest.Replaced);
            var asking = new PublicationRequest
            {
                Id = Ids.New(now),
                DefinitionId = definitionId,
                Version = version,
                Hash = hash,
                Note = words,
                AskedBy = author.PersonId,
                AskedAt = now,
            };
            asking.Insert(transaction);
            Note(transaction, author, "publication-asked", asking, words);
            await PublicationMail.ToOtherDesignersAsync(transaction, tools, asking, asked, author, now);
            return asking;
        });
    }

    /// <summary>Publishes what was asked for. Approving twice changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// designer-only, no-such-request, request-closed, second-person-needed, changed-since-asked, or a reason of
    /// <see cref="PublishingChecks"/>.
    /// </exception>
    public async Task ApproveAsync(string requestId, Actor approver)
    {
        DesignerRefusals.RequireDesigner(approver);
        var definitionId = await database.WriteAsync(async transaction =>
        {
            var request = await LockAsync(transaction, requestId);
            if (request.Outcome == PublicationRequest.Approved && request.ClosedBy == approver.PersonId)
                return request.DefinitionId;
            var asked = await RequireOpenAsync(transaction, request);
            // Who only saved it last would judge their own work as well.
            if (rules.TwoPeople && (approver.PersonId == request.AskedBy || approver.PersonId == asked.SavedBy))
                throw PublishingRefusals.SecondPersonNeeded();
            await PublishAsync(transaction, asked, approver, $"asked by {request.AskedBy}");
            request.Close(transaction, clock.GetUtcNow(), approver.PersonId, PublicationRequest.Approved);
            await PublicationMail.ToAuthorAsync(transaction, tools, request, asked, approver, reason: null, clock.GetUtcNow());
            return request.DefinitionId;
        });
        store.Forget(definitionId);
    }

    /// <summary>Refuses it with a reason, which the author is told. Refusing twice changes nothing.</summary>
    /// <exception cref="RefusedException">
    /// designer-only, no-such-request, request-closed, second-person-needed, reason-needed.
    /// </exception>
    public Task RefuseAsync(string requestId, string reason, Actor approver)
    {
        DesignerRefusals.RequireDesigner(approver);
        var words = PublishingRefusals.RequireText(reason, LongestNote, PublishingRefusals.ReasonNeeded());
        return database.WriteAsync(async transaction =>
        {
            var request = await LockAsync(transaction, requestId);
            if (request.Outcome == PublicationRequest.Refused && request.ClosedBy == approver.PersonId)
                return;
            if (!request.IsOpen)
                throw PublishingRefusals.RequestClosed(request);
            if (approver.PersonId == request.AskedBy)
                throw PublishingRefusals.OwnRequest();
            var now = clock.GetUtcNow();
            request.Close(transaction, now, approver.PersonId, PublicationRequest.Refused, words);
            Note(transaction, approver, "publication-refused", request, words);
            if (await FindAsync(transaction, request.DefinitionId, request.Version) is { } version)
                await PublicationMail.ToAuthorAsync(transaction, tools, request, version, approver, words, now);
        });
    }

    /// <summary>Takes back one's own request. False when it is closed already.</summary>
    /// <exception cref="RefusedException">designer-only, no-such-request, not-own-request.</exception>
    public Task<bool> TakeBackAsync(string requestId, Actor author)
    {
        DesignerRefusals.RequireDesigner(author);
        return database.WriteAsync(async transaction =>
        {
            var request = await LockAsync(transaction, requestId);
            if (request.AskedBy != author.PersonId)
                throw PublishingRefusals.NotOwnRequest();
            if (!request.IsOpen)
                return false;
            request.Close(transaction, clock.GetUtcNow(), author.PersonId, PublicationRequest.Withdrawn);
            Note(transaction, author, "publication-withdrawn", request, null);
            return true;
        });
    }

    /// <summary>
    /// Publishes without a second person, where the setting Designer:TwoPeople is off. What is published already stays so.
    /// </summary>
    /// <exception cref="RefusedException">
    /// designer-only, second-person-needed, no-such-version, definition-stale, or a reason of <see cref="PublishingChecks"/>.
    /// </exception>
    public async Task PublishAloneAsync(string definitionId, int version, string hash, Actor author)
    {
        DesignerRefusals.RequireDesigner(author);
        if (rules.TwoPeople)
            throw PublishingRefusals.SecondPersonNeeded();
        await database.WriteAsync(async transaction =>
        {
            var asked = await RequireContentAsync(transaction, definitionId, version, hash);
            if (await IsCurrentAsync(transaction, definitionId, version))
                return;
            await PublishAsync(transaction, asked, author, "by one person");
            if (await PublicationRequest.FindOpenAsync(transaction, definitionId) is { } open && open.Version == version)
                open.Close(transaction, clock.GetUtcNow(), author.PersonId, PublicationRequest.Approved);
        });
        store.Forget(definitionId);
    }

    // The definition first, then what belongs to it.
    static async Task<PublicationRequest> LockAsync(Transaction transaction, string requestId)
    {
        var request = await PublicationRequest.FindAsync(transaction, requestId) ?? throw PublishingRefusals.NoSuchRequest();
        Lock(transaction, request.DefinitionId);
        return (await PublicationRequest.FindAsync(transaction, requestId))!;
    }

    static async Task<DefinitionVersion> RequireOpenAsync(Transaction transaction, PublicationRequest request)
    {
        if (!request.IsOpen)
            throw PublishingRefusals.RequestClosed(request);
        var asked = await FindAsync(transaction, request.DefinitionId, request.Version);
        return asked?.Hash == request.Hash ? asked : throw PublishingRefusals.ChangedSinceAsked(request);
    }

    static async Task<DefinitionVersion> RequireContentAsync(Transaction transaction, string definitionId, int version,
        string hash)
    {
        Lock(transaction, definitionId);
        var found = await FindAsync(transaction, definitionId, version)
            ?? throw PublishingRefusals.NoSuchVersion(definitionId, version);
        return found.Hash == hash ? found : throw PublishingRefusals.ChangedSinceSeen(found);
    }

    async Task PublishAsync(Transaction transaction, DefinitionVersion asked, Actor by, string how)
    {
        await checks.RequireNoneAsync(transaction, asked);
        await versions.PublishAsync(transaction, asked.DefinitionId, asked.Version, asked.Stamp, by.PersonId);
        AuditTrail.Add(transaction, clock.GetUtcNow(), by.PersonId, "definition-published", "definition", asked.DefinitionId,
            detail: $"version {asked.Version}, content {asked.Hash}, {how}");
    }

    static void Lock(Transaction transaction, string definitionId) =>
        transaction.Lock("select id from definitions where definition_id = @definitionId order by version", new { definitionId });

    static Task<DefinitionVersion?> FindAsync(Transaction transaction, string definitionId, int version) =>
        transaction.FirstAsync<DefinitionVersion>(
            "select * from definitions where definition_id = @definitionId and version = @version",
                new { definitionId, version });

    static async Task<bool> IsCurrentAsync(Transaction transaction, string definitionId, int version) =>
        await transaction.FirstAsync<int?>(
        "select version from published_definitions where definition_id = @definitionId", new { definitionId }) == version;

    void Note(Transaction transaction, Actor by, string action, PublicationRequest request, string? words) => AuditTrail.Add(
        transaction, clock.GetUtcNow(), by.PersonId, action, "definition", request.DefinitionId,
        detail: $"version {request.Version}, content {request.Hash}" + (words is null ? "" : ": " + words));
}
