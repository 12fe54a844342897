using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Publishing;

/// <summary>A row of <c>publication_requests</c>: somebody asked that this content be published.</summary>
public sealed class PublicationRequest
{
    public const string Approved = "approved";
    public const string Refused = "refused";

    /// <summary>Another request took its place.</summary>
    public const string Replaced = "replaced";

    /// <summary>Taken back by who asked, or its draft was deleted.</summary>
    public const string Withdrawn = "withdrawn";

    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }

    /// <summary>Of the content that was looked at; nothing else is published on this request.</summary>
    public string Hash { get; init; } = "";

    public string Note { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosedBy { get; init; }
    public string? Outcome { get; init; }
    public string? Reason { get; init; }

    public bool IsOpen => ClosedAt is null;

    internal static Task<PublicationRequest?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<PublicationRequest>("select * from publication_requests where id = @id", new { id });

    internal static Task<PublicationRequest?> FindOpenAsync(Transaction transaction, string definitionId) =>
        transaction.FirstAsync<PublicationRequest>(
            "select * from publication_requests where definition_id = @definitionId and closed_at is null", new { definitionId });

    internal void Insert(Transaction transaction) => transaction.Write(
        """
        insert into publication_requests (id, definition_id, version, hash, note, asked_by, asked_at)
        values (@Id, @DefinitionId, @Version, @Hash, @Note, @AskedBy, @AskedAt)
        """, this);

    internal void Close(Transaction transaction, DateTimeOffset now, string by, string outcome, string? reason = null) =>
        transaction.Write(
        """
        update publication_requests set closed_at = @now, closed_by = @by, outcome = @outcome, reason = @reason
        where id = @Id and closed_at is null
        """, new { Id, now, by, outcome, reason });

    /// <summary>Ends the open request for a version that is there no more.</summary>
    internal static void WithdrawOrphan(Transaction transaction, DateTimeOffset now, string definitionId, string by) =>
        transaction.Write(
        """
        update publication_requests set closed_at = @now, closed_by = @by, outcome = 'withdrawn'
        where definition_id = @definitionId and closed_at is null and version not in
          (select version from definitions where definition_id = @definitionId)
        """, new { now, definitionId, by });
}
