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

    /// <summary>The bookmark as it was.</summary>
    public Bookmark Bookmark =>
        new() { Id = BookmarkId, InstanceId = InstanceId, NodeId = NodeId, Kind = BookmarkKind, Payload = BookmarkPayload };

    /// <summary>Moves the bookmark into an incident. AlreadyDone when the bookmark is gone.</summary>
    public static async Task<StepResult> RecordAsync(
        Transaction transaction, string bookmarkId, Stimulus stimulus, Exception fault, DateTimeOffset now)
    {
        transaction.Lock(
            "select id from instances where id = (select instance_id from bookmarks where id = @bookmarkId)", new { bookmarkId });
        var bookmark =
            await transaction.FirstAsync<Bookmark>("select * from bookmarks where id = @bookmarkId", new { bookmarkId });
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
        transaction.Write("update instances set status = 'Faulted' where id = @InstanceId", new { bookmark.InstanceId });
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
        incident.Resolve(transaction, now, by, "Retried");
        // Takes the stimulus for the event it waits for: if it was an answer or the clock, that makes no difference.
        transaction.Write(
            """
            insert into bookmarks (id, instance_id, node_id, kind, due_at, event_name, payload, created_at)
            values (@BookmarkId, @InstanceId, @NodeId, @BookmarkKind, @now, @eventName, @BookmarkPayload, @now)
            """,
            new
            {
                incident.BookmarkId,
                incident.InstanceId,
                incident.NodeId,
                incident.BookmarkKind,
                now,
                eventName = incident.ReadStimulus().Name,
                incident.BookmarkPayload,
            });
        transaction.Write(
            """
            update instances set status = 'Suspended' where id = @InstanceId
            and not exists (select 1 from incidents where instance_id = @InstanceId and resolved_at is null)
            """, new { incident.InstanceId });
        return incident;
    }

    public static Task<IReadOnlyList<Incident>> OpenOfAsync(Transaction transaction, string instanceId) =>
        transaction.QueryAsync<Incident>(
            "select * from incidents where instance_id = @instanceId and resolved_at is null", new { instanceId });

    public void Resolve(Transaction transaction, DateTimeOffset now, string? by, string resolution) => transaction.Write(
        "update incidents set resolved_at = @now, resolved_by = @by, resolution = @resolution where id = @Id",
        new { now, by, resolution, Id });
}
