using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// A decision of a batch: it takes effect ten minutes after it was confirmed, and can be taken back until then. The task stays
/// as it is meanwhile; others may still decide on it.
/// </summary>
public sealed class HeldDecision
{
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(10);

    public const string Stored = "stored";

    /// <summary>Somebody decided while it was held.</summary>
    public const string TooLate = "too-late";

    /// <summary>What was allowed when it was confirmed wasn't any more, such as after the end of an order.</summary>
    public const string Refused = "refused";

    public string Id { get; init; } = "";
    public string BatchId { get; init; } = "";
    public string TaskId { get; init; } = "";
    public string PersonId { get; init; } = "";
    public string Answer { get; init; } = "";
    public string Reason { get; init; } = "";
    public DateTimeOffset? EffectiveAt { get; init; }
    public DateTimeOffset? TakenBackAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public string? Result { get; init; }
    public string? RefusalTh { get; init; }
    public string? RefusalEn { get; init; }

    public bool IsHeld => EffectiveAt is not null && TakenBackAt is null && DoneAt is null;

    public static Task<HeldDecision?> OfTaskAsync(IQueries queries, string taskId) => queries.FirstAsync<HeldDecision>(
        """
        select * from held_decisions
        where task_id = @taskId and done_at is null and taken_back_at is null and effective_at is not null
        order by effective_at limit 1
        """, new { taskId });

    /// <summary>
    /// Inside the step that stores it: from now on it can't be taken back, and it comes about once only.
    /// </summary>
    /// <returns>Whether its batch was confirmed with a one-time code.</returns>
    /// <exception cref="RefusedException">It was taken back, its time hasn't come, or it isn't theirs.</exception>
    internal static async Task<bool> TakeEffectAsync(ActivityExecutionContext context, string id, WorkTask task, Answer answer)
    {
        var taken = await context.Transaction.QueryAsync<string>(
            """
            update held_decisions set done_at = @Now, result = @Stored
            where id = @id and task_id = @TaskId and person_id = @By and answer = @Name and effective_at <= @Now
              and taken_back_at is null and done_at is null returning batch_id
            """, new { id, TaskId = task.Id, answer.By, answer.Name, context.Now, Stored });
        if (taken is not [var batch])
            throw new RefusedException("not-held", "ผลการพิจารณานี้ถอนคืนแล้ว หรือยังไม่ถึงเวลามีผล",
                "This decision was taken back, or its time hasn't come.");
        return await context.Transaction.FirstAsync<string>(
            "select code_id from decision_batches where id = @batch", new { batch }) is not null;
    }
}
