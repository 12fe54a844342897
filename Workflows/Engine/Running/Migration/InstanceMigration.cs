using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>
/// The door to migration: look what a plan would do, keep it, apply it in batches, stop it, take it back. What is to be done
/// stands in the store; <see cref="RunAsync"/> does it, one instance a transaction, and goes on where another host died.
/// </summary>
public sealed class InstanceMigration(
    Database database, DefinitionStore definitions, TimeProvider clock, ILogger<InstanceMigration> log)
{
    /// <summary>What the plan would do with every instance alive now. Writes nothing.</summary>
    /// <exception cref="RefusedException">A version that doesn't exist or was never published, or twice the same.</exception>
    public async Task<MigrationForecast> ForecastAsync(MigrationPlan plan) =>
        await MigrationForecast.OfAsync(database, await MapAsync(plan));

    /// <summary>The same of a kept plan.</summary>
    /// <exception cref="RefusedException">No such plan.</exception>
    public async Task<MigrationForecast> ForecastOfAsync(string planId) =>
        await MigrationForecast.OfAsync(database, await MapOfAsync(planId));

    /// <summary>Keeps a plan, with <paramref name="together"/>, which gets its id. Nothing moves yet.</summary>
    /// <exception cref="RefusedException">Instances stand where the plan has no place for them (T83).</exception>
    public async Task<string> PlanAsync(MigrationPlan plan, string by, Action<Transaction, string>? together = null)
    {
        if ((await ForecastAsync(plan)).Unmapped is { Count: > 0 } unmapped)
            throw MigrationRefusals.Unmapped(unmapped);
        var now = clock.GetUtcNow();
        var id = Ids.New(now);
        await database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into migration_plans (id, definition_id, from_version, to_version, mapping, status, created_at, created_by)
                values (@id, @DefinitionId, @From, @To, @mapping, 'Planned', @now, @by)
                """, new { id, plan.DefinitionId, plan.From, plan.To, mapping = plan.MappingAsText(), now, by });
            together?.Invoke(transaction, id);
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>Begins, or goes on after a pause or a stop; takes in what has begun to run the old version since.</summary>
    /// <exception cref="RefusedException">No such plan, or it is at work or over.</exception>
    public Task StartAsync(string planId, StopRule rule, string by, Action<Transaction>? together = null) =>
        ChangeAsync(planId, plan => plan.MayStart, together, (transaction, plan) =>
        {
            var now = clock.GetUtcNow();
            transaction.Write(
                """
                update migration_plans set status = 'Running', started_at = coalesce(started_at, @now), started_by = @by,
                    quota = @Batch, most_failures = @MostFailures, stop_at_incident = @atIncident, failures = 0,
                    ended_at = null, reason_th = null, reason_en = null
                where id = @planId
                """, new { now, by, rule.Batch, rule.MostFailures, atIncident = rule.StopAtIncident ? 1 : 0, planId });
            // Those that were refused are tried again: what kept them may be over.
            transaction.Write("update instance_migrations set state = 'Waiting' where plan_id = @planId and state = 'Refused'",
                new { planId });
            transaction.Write(
                """
                insert into instance_migrations (plan_id, instance_id, state)
                select @planId, id, 'Waiting' from instances where definition_id = @DefinitionId and version = @FromVersion
                and status in ('Suspended', 'Faulted') on conflict do nothing
                """, new { planId, plan.DefinitionId, plan.FromVersion });
        });

    /// <summary>Stops after the instance that is under way.</summary>
    /// <exception cref="RefusedException">No such plan, or it is over.</exception>
    public Task StopAsync(string planId, Action<Transaction>? together = null) =>
        ChangeAsync(planId, plan => plan.MayStop, together, (transaction, _) => transaction.Write(
            """
            update migration_plans set status = 'Stopped', ended_at = @now, reason_th = @thai, reason_en = @english
            where id = @planId
            """,
            new { now = clock.GetUtcNow(), thai = "มีผู้สั่งหยุด", english = "Somebody stopped it.", planId }));

    /// <summary>Takes back what nobody has acted on since.</summary>
    /// <exception cref="RefusedException">No such plan, or it never began.</exception>
    public Task RollBackAsync(string planId, string by, Action<Transaction>? together = null) =>
        ChangeAsync(planId, plan => plan.MayRollBack, together, (transaction, _) => transaction.Write(
            """
            update migration_plans set status = 'Returning', started_by = @by, ended_at = null, reason_th = null, reason_en = null
            where id = @planId
            """, new { by, planId }));

    /// <summary>
    /// Does what the plans at work have left. Safe to call from anywhere, as often as one likes; answers how many instances it
    /// looked at.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        var done = 0;
        foreach (var id in await database.QueryAsync<string>(
            "select id from migration_plans where status in ('Running', 'Returning') order by id"))
        {
            var plan = (await database.FirstAsync<StoredPlan>("select * from migration_plans where id = @id", new { id }))!;
            var map = await MapAsync(plan.Plan);
            while (!stop.IsCancellationRequested && await StepAsync(map, id))
                done++;
        }
        return done;
    }

    /// <summary>Moves one instance, by itself. One that is on the target already is left alone.</summary>
    public async Task<MigrationResult> MigrateAsync(string instanceId, MigrationPlan plan, string? by)
    {
        var map = await MapAsync(plan);
        return await database.WriteAsync(transaction =>
            MigrationMove.ToAsync(transaction, map, instanceId, by, clock.GetUtcNow()));
    }

    /// <summary>The two versions of a kept plan, for <see cref="MoveAsync"/> and <see cref="ReturnAsync"/>.</summary>
    /// <exception cref="RefusedException">No such plan.</exception>
    public async Task<MigrationMap> MapOfAsync(string planId) =>
        await database.FirstAsync<StoredPlan>("select * from migration_plans where id = @planId", new { planId }) is { } plan
            ? await MapAsync(plan.Plan)
            : throw MigrationRefusals.NoSuchPlan();

    /// <summary>
    /// Moves one instance by a kept plan, within a transaction of the caller's and together with what else happens to the
    /// instance there. The plan's page shows it; the plan itself need not begin.
    /// </summary>
    public async Task<MigrationResult> MoveAsync(
        Transaction transaction, string planId, MigrationMap map, string instanceId, string? by)
    {
        var now = clock.GetUtcNow();
        var result = await MigrationMove.ToAsync(transaction, map, instanceId, by, now);
        transaction.Write(
            """
            insert into instance_migrations (plan_id, instance_id, state) values (@planId, @instanceId, 'Waiting')
            on conflict (plan_id, instance_id) do nothing
            """, new { planId, instanceId });
        PlanStep.Note(transaction, planId, instanceId, result, now);
        return result;
    }

    /// <summary>Takes such a move back, if nothing happened since.</summary>
    public async Task<MigrationResult> ReturnAsync(
        Transaction transaction, string planId, MigrationMap map, string instanceId, string? by)
    {
        var now = clock.GetUtcNow();
        if (await PlanStep.MovedAsync(transaction, planId, instanceId) is not { } moved)
            return new MigrationResult(MigrationResult.Returned);
        var result = await MigrationMove.BackAsync(transaction, map, moved, by, now);
        PlanStep.Note(transaction, planId, instanceId, result, now);
        return result;
    }

    async Task<MigrationMap> MapAsync(MigrationPlan plan)
    {
        if (plan.From == plan.To)
            throw MigrationRefusals.SameVersion();
        return new MigrationMap(await PublishedAsync(plan.DefinitionId, plan.From),
            await PublishedAsync(plan.DefinitionId, plan.To), plan);
    }

    // A draft may still change; an instance never runs one.
    async Task<WorkflowDefinition> PublishedAsync(string definitionId, int version) =>
        await database.FirstAsync<string>(
            "select id from definitions where definition_id = @definitionId and version = @version and published_at is not null",
            new { definitionId, version }) is null
            ? throw MigrationRefusals.NeverPublished(definitionId, version)
            : await definitions.GetAsync(definitionId, version);

    Task ChangeAsync(string planId, Predicate<StoredPlan> may, Action<Transaction>? together,
        Action<Transaction, StoredPlan> change) =>
        database.WriteAsync(async transaction =>
        {
            var plan = await PlanStep.LockAsync(transaction, planId) ?? throw MigrationRefusals.NoSuchPlan();
            if (!may(plan))
                throw MigrationRefusals.NotNow(plan);
            change(transaction, plan);
            together?.Invoke(transaction);
        });

    async Task<bool> StepAsync(MigrationMap map, string planId)
    {
        string? tried = null;
        try
        {
            return await database.WriteAsync(transaction =>
                PlanStep.RunAsync(transaction, map, planId, clock.GetUtcNow(), instance => tried = instance));
        }
        catch (Exception fault) when (fault is CommitUnknownException or ObjectDisposedException
            or System.Data.Common.DbException { IsTransient: true } || tried is null)
        {
            log.LogWarning(fault, "Migration {PlanId} pauses; it will be tried again", planId);
            return false;
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Instance {InstanceId} could not be moved by migration {PlanId}", tried, planId);
            await database.WriteAsync(transaction => PlanStep.RecordAsync(
                transaction, planId, tried!, MigrationResult.Fault(fault), clock.GetUtcNow()));
            return true;
        }
    }
}
