using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>An open deadline with its task, and the one way to move it.</summary>
public sealed class RunningDeadline
{
    public string Id { get; init; } = "";
    public string TaskId { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string Kind { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string? RuleId { get; init; }
    public int Days { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary>The earlier day that a province or district stated, where it was read; null when there is none.</summary>
    public DateTimeOffset? ShownDueAt { get; init; }

    /// <summary>Open deadlines in working days that end on or after an instant, a portion by id.</summary>
    /// <param name="office">Those of one office's tasks; of all when null.</param>
    public static Task<IReadOnlyList<RunningDeadline>> InWorkingDaysAsync(
        Database database, DateTimeOffset from, string? after, int limit, string? office = null) =>
            database.QueryAsync<RunningDeadline>(
        """
        select d.id, d.task_id, t.instance_id, t.kind, t.organisation_code, d.rule_id, d.days, t.opened_at, d.due_at
        from deadlines d join tasks t on t.id = d.task_id
        where d.state = 'open' and d.basis = 'working-days' and d.id > @after and d.due_at >= @from
          and (@office = '' or t.organisation_code = @office)
        order by d.id limit @limit
        """, new { from, after = after ?? "", limit, office = office ?? "" });

    /// <summary>
    /// Moves it with everything that waits for it: the task shows the new instant, and its bookmark wakes at once to plan its
    /// reminders anew. Moves nothing when it was answered, or moved by another, meanwhile.
    /// </summary>
    /// <param name="alsoMissed">One that has run out is open again, as long as its task is.</param>
    /// <returns>Whether it was moved.</returns>
    public async Task<bool> MoveAsync(Transaction transaction, DateTimeOffset to, string cause, string reason, string by,
        DateTimeOffset now, bool alsoMissed = false)
    {
        // In the order in which a step takes its locks: the instance before what belongs to it.
        transaction.Lock("select id from instances where id = @InstanceId", new { InstanceId });
        if (await transaction.ExecuteAsync(
            """
            update deadlines set due_at = @to, state = 'open', closed_at = null
            where id = @Id and due_at = @DueAt and (state = 'open' or (@missed = 1 and state = 'missed'
                and exists (select 1 from tasks where id = @TaskId and closed_at is null)))
            """, new { to, Id, DueAt, TaskId, missed = alsoMissed ? 1 : 0 }) == 0)
            return false;
        transaction.Write("update tasks set due_at = @to where id = @TaskId", new { to, TaskId });
        // What ran out waits without a time: it has one again.
        transaction.Write("update bookmarks set due_at = @now where id = @TaskId and (due_at is not null or @missed = 1)",
            new { now, TaskId, missed = alsoMissed ? 1 : 0 });
        transaction.Write(
            """
            insert into deadline_moves (id, deadline_id, cause, from_at, to_at, reason, by_person, at)
            values (@move, @Id, @cause, @DueAt, @to, @reason, @by, @now)
            """, new { move = Ids.New(now), Id, cause, DueAt, to, reason, by, now });
        AuditTrail.Add(transaction, now, by, "deadline-moved", "task", TaskId, OrganisationCode, RuleId, reason);
        return true;
    }
}
