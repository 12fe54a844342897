using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running;

/// <summary>A bookmark and the instance it moves, locked and read in one go: a store far away is asked once.</summary>
sealed class HeldBookmark
{
    public string Id { get; init; } = "";
    public string NodeId { get; init; } = "";
    public string Kind { get; init; } = "";
    public DateTimeOffset? DueAt { get; init; }
    public string? EventName { get; init; }
    public string? Payload { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string InstanceId { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }
    public string? StartKey { get; init; }
    public string? CorrelationId { get; init; }
    public string? ParentBookmarkId { get; init; }
    public string Status { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset InstanceCreatedAt { get; init; }

    public Bookmark Bookmark => new()
    {
        Id = Id,
        InstanceId = InstanceId,
        NodeId = NodeId,
        Kind = Kind,
        DueAt = DueAt,
        EventName = EventName,
        Payload = Payload,
        CreatedAt = CreatedAt,
    };

    public Instance Instance => new()
    {
        Id = InstanceId,
        DefinitionId = DefinitionId,
        Version = Version,
        StartKey = StartKey,
        CorrelationId = CorrelationId,
        ParentBookmarkId = ParentBookmarkId,
        Status = Status,
        State = State,
        CreatedAt = InstanceCreatedAt,
    };

    /// <summary>Locks the instance before it looks at the bookmark: whoever comes second finds it burnt, and gets null.</summary>
    public static Task<HeldBookmark?> LockAsync(Transaction transaction, string bookmarkId)
    {
        transaction.Lock(
            "select id from instances where id = (select instance_id from bookmarks where id = @bookmarkId)", new { bookmarkId });
        return transaction.FirstAsync<HeldBookmark>(
            """
            select b.*, i.definition_id, i.version, i.start_key, i.correlation_id, i.parent_bookmark_id, i.status, i.state,
                i.created_at as instance_created_at
            from bookmarks b join instances i on i.id = b.instance_id where b.id = @bookmarkId
            """, new { bookmarkId });
    }

    /// <exception cref="RefusedException">The step that waits takes no such answer.</exception>
    public void RequireAnswer(ActivityNode node, Stimulus stimulus)
    {
        var answers = node.Activity.AnswersOf(node);
        if (stimulus.Name == Stimulus.Due || stimulus.Name == EventName || answers.Contains(stimulus.Name))
            return;
        throw new RefusedException("unknown-answer",
            $"ขั้นตอนนี้ไม่รับคำตอบ '{stimulus.Name}' คำตอบที่รับคือ {string.Join(", ", answers)}",
            $"This step does not take the answer '{stimulus.Name}'; it takes {string.Join(", ", answers)}.");
    }
}
