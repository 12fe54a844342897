using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running;

/// <summary>A workflow instance as stored, pinned to one version of its definition.</summary>
sealed class Instance
{
    public const string Suspended = nameof(Suspended);
    public const string Finished = nameof(Finished);
    public const string Cancelled = nameof(Cancelled);
    public const string Faulted = nameof(Faulted);

    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }
    public string? StartKey { get; init; }
    public string? CorrelationId { get; init; }
    public string? ParentBookmarkId { get; init; }
    public string Status { get; set; } = Suspended;
    public string State { get; set; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>True until its first row is written.</summary>
    public bool IsNew { get; set; }

    public bool IsOver => Status is Finished or Cancelled;

    /// <summary>Locks first, then looks: whoever waited for the lock sees what the other left.</summary>
    public static async Task<Instance?> LockAsync(Transaction transaction, string id)
    {
        transaction.Lock("select id from instances where id = @id", new { id });
        return await transaction.FirstAsync<Instance>("select * from instances where id = @id", new { id });
    }

    public void Save(Transaction transaction)
    {
        if (IsNew)
            transaction.Write("""
                insert into instances (id, definition_id, version, start_key, correlation_id, parent_bookmark_id, status, state,
                    created_at, finished_at)
                values (@Id, @DefinitionId, @Version, @StartKey, @CorrelationId, @ParentBookmarkId, @Status, @State,
                    @CreatedAt, @FinishedAt)
                """, this);
        else
            transaction.Write(
                "update instances set status = @Status, state = @State, finished_at = @FinishedAt where id = @Id", this);
        IsNew = false;
    }
}
