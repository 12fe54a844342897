using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>
/// One instance of a plan at work, in one transaction: look whether to go on, move it, note it. The plan's row is locked first,
/// so hosts take turns and the stop rule holds to the instance.
/// </summary>
static class PlanStep
{
    public static Task<StoredPlan?> LockAsync(Transaction transaction, string planId)
    {
        transaction.Lock("select id from migration_plans where id = @planId", new { planId });
        return transaction.FirstAsync<StoredPlan>("select * from migration_plans where id = @planId", new { planId });
    }

    /// <returns>False when nothing is left to do now.</returns>
    public static async Task<bool> RunAsync(
        Transaction transaction, MigrationMap map, string planId, DateTimeOffset now, Action<string> trying)
    {
        var plan = await LockAsync(transaction, planId);
        return plan?.Status switch
        {
            StoredPlan.Running => await MoveAsync(transaction, map, plan, now, trying),
            StoredPlan.Returning => await ReturnAsync(transaction, map, plan, now, trying),
            _ => false,
        };
    }

    /// <summary>Notes what became of an instance, and stops the plan when its rule says so.</summary>
    public static async Task RecordAsync(
        Transaction transaction, string planId, string instanceId, MigrationResult result, DateTimeOffset now)
    {
        // On the way back it is still where it was moved to.
        if (await LockAsync(transaction, planId) is { } plan)
            Record(transaction, plan, instanceId,
                plan.Status == StoredPlan.Returning ? result with { State = MigrationResult.Kept } : result, now);
    }

    static async Task<bool> MoveAsync(
        Transaction transaction, MigrationMap map, StoredPlan plan, DateTimeOffset now, Action<string> trying)
    {
        if (plan.StopAtIncident && await HasIncidentAsync(transaction, plan.Id))
            return End(transaction, plan, StoredPlan.Stopped, now,
                "เรื่องที่ย้ายแล้วมีเหตุขัดข้อง จึงหยุดตามกฎที่ตั้งไว้",
                "An instance that was moved met a fault; stopped by the rule.");
        if (await NextAsync(transaction, plan.Id, MigrationResult.Waiting) is not { } next)
            return End(transaction, plan, StoredPlan.Done, now);
        if (plan.Quota <= 0)
            return End(transaction, plan, StoredPlan.Paused, now);
        trying(next.InstanceId);
        Record(transaction, plan, next.InstanceId,
            await MigrationMove.ToAsync(transaction, map, next.InstanceId, plan.StartedBy, now), now);
        return true;
    }

    static async Task<bool> ReturnAsync(
        Transaction transaction, MigrationMap map, StoredPlan plan, DateTimeOffset now, Action<string> trying)
    {
        if (await NextAsync(transaction, plan.Id, MigrationResult.Moved) is not { } next)
            return End(transaction, plan, StoredPlan.RolledBack, now);
        trying(next.InstanceId);
        Record(transaction, plan, next.InstanceId, await MigrationMove.BackAsync(transaction, map, next, plan.StartedBy, now),
            now);
        return true;
    }

    static Task<InstanceMigrationRow?> NextAsync(Transaction transaction, string planId, string state) =>
        transaction.FirstAsync<InstanceMigrationRow>(
            """
            select instance_id, sequence, places from instance_migrations
            where plan_id = @planId and state = @state order by instance_id limit 1
            """, new { planId, state });

    static async Task<bool> HasIncidentAsync(Transaction transaction, string planId) => await transaction.FirstAsync<string>(
        """
        select n.id from incidents n join instance_migrations m on m.plan_id = @planId and m.instance_id = n.instance_id
        where n.resolved_at is null and m.state = 'Moved' and n.created_at > m.at limit 1
        """, new { planId }) is not null;

    /// <summary>Writes down what became of an instance; the plan's own count is another matter.</summary>
    public static void Note(
        Transaction transaction, string planId, string instanceId, MigrationResult result, DateTimeOffset now) =>
        transaction.Write(
            """
            update instance_migrations set state = @State, at = @now, sequence = coalesce(@Sequence, sequence),
                places = coalesce(@Places, places), reason_th = @Thai, reason_en = @English
            where plan_id = @planId and instance_id = @instanceId
            """, new { result.State, now, result.Sequence, result.Places, result.Thai, result.English, planId, instanceId });

    /// <summary>Where an instance stood before it was moved; null when it wasn't.</summary>
    public static Task<InstanceMigrationRow?> MovedAsync(Transaction transaction, string planId, string instanceId) =>
        transaction.FirstAsync<InstanceMigrationRow>(
            """
            select instance_id, sequence, places from instance_migrations
            where plan_id = @planId and instance_id = @instanceId and state = 'Moved'
            """, new { planId, instanceId });

    static void Record(Transaction transaction, StoredPlan plan, string instanceId, MigrationResult result, DateTimeOffset now)
    {
        Note(transaction, plan.Id, instanceId, result, now);
        var failures = plan.Failures + (result.IsFailure ? 1 : 0);
        transaction.Write("update migration_plans set quota = quota - 1, failures = @failures where id = @Id",
            new { failures, plan.Id });
        if (failures > plan.MostFailures && result.IsFailure)
            End(transaction, plan, StoredPlan.Stopped, now,
                $"ย้ายไม่ได้เกิน {plan.MostFailures} เรื่อง จึงหยุดตามกฎที่ตั้งไว้",
                $"More than {plan.MostFailures} could not be moved; stopped by the rule.");
    }

    static bool End(Transaction transaction, StoredPlan plan, string status, DateTimeOffset now, string? thai = null,
        string? english = null)
    {
        transaction.Write(
            """
            update migration_plans set status = @status, ended_at = @now, reason_th = @thai, reason_en = @english
            where id = @Id
            """,
            new { status, now, thai, english, plan.Id });
        return false;
    }
}
