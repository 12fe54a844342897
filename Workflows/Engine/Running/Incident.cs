using System.Text.Json;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running;

/// <summary>A fault with what is needed to try again: the bookmark as it was, and what met the fault.</summary>
sealed class Incident
{
    const int LongestDetail = 4_000;

    public string Id { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string NodeId { get; init; } = "";
    public string BookmarkId { get; init; } = "";
    public string BookmarkKind { get; init; } = "";
    public string? BookmarkPayload { get; init; }
    public string? Stimulus { get; init; }
    public string Message { get; init; } = "";
    public string Detail { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }

    public Stimulus ReadStimulus() => JsonSerializer.Deserialize<Stimulus>(Stimulus!)!;

    /// <summary>Moves the bookmark into an incident. AlreadyDone when the bookmark is gone.</summary>
    public static async Task<StepResult> RecordAsync(
        Transaction transaction, string bookmarkId, Stimulus stimulus, Exception fault, DateTimeOffset now)
    {
        var bookmark = await transaction.FirstAsync<Bookmark>("select * from bookmarks where id = @bookmarkId", new { bookmarkId });
        if (bookmark is null)
            return new StepResult.AlreadyDone();
        var incident = new Incident
        {
            Id = Ids.New(now),
            InstanceId = bookmark.InstanceId,
            NodeId = bookmark.NodeId,
            BookmarkId = bookmark.Id,
            BookmarkKind = bookmark.Kind,
            BookmarkPayload = bookmark.Payload,
            Stimulus = JsonSerializer.Serialize(stimulus),
            Message = fault.Message,
            Detail = fault.ToString() is var text && text.Length > LongestDetail ? text[..LongestDetail] : fault.ToString(),
            CreatedAt = now,
        };
        transaction.Write(
            """
            insert into incidents (id, instance_id, node_id, bookmark_id, bookmark_kind, bookmark_payload, stimulus,
                message, detail, created_at)
            values (@Id, @InstanceId, @NodeId, @BookmarkId, @BookmarkKind, @BookmarkPayload, @Stimulus,
                @Message, @Detail, @CreatedAt)
            """, incident);
        transaction.Write("delete from bookmarks where id = @bookmarkId", new { bookmarkId });
        SetStatus(transaction, bookmark.InstanceId, Instance.Faulted);
        return new StepResult.Failed(incident.Id);
    }

    /// <summary>Puts the bookmark back under its own id; null when the incident is no longer open.</summary>
    public static async Task<Incident?> ReopenAsync(Transaction transaction, string id, string? by, DateTimeOffset now)
    {
        transaction.Lock("select id from instances where id = (select instance_id from incidents where id = @id)", new { id });
        var incident = await transaction.FirstAsync<Incident>(
            "select * from incidents where id = @id and resolved_at is null", new { id });
        if (incident is null)
            return null;
        transaction.Write(
            "update incidents set resolved_at = @now, resolved_by = @by, resolution = 'Retried' where id = @id", new { now, by, id });
        transaction.Write(
            """
            insert into bookmarks (id, instance_id, node_id, kind, due_at, payload, created_at)
            values (@BookmarkId, @InstanceId, @NodeId, @BookmarkKind, @now, @BookmarkPayload, @now)
            """,
            new { incident.BookmarkId, incident.InstanceId, incident.NodeId, incident.BookmarkKind, now, incident.BookmarkPayload });
        SetStatus(transaction, incident.InstanceId, Instance.Suspended);
        return incident;
    }

    static void SetStatus(Transaction transaction, string id, string status) =>
        transaction.Write("update instances set status = @status where id = @id", new { status, id });
}
