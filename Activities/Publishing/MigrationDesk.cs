using System.Globalization;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Activities.Publishing;

/// <summary>
/// Moving running instances to another version, as people do it: a designer plans, an operator who isn't that person applies
/// and takes back, either of them stops. Each verb leaves an audit row.
/// </summary>
public sealed class MigrationDesk(InstanceMigration migration, Database database, TimeProvider clock)
{
    const int MostInABatch = 1_000_000;

    /// <returns>The plan's id.</returns>
    /// <exception cref="RefusedException">Not a designer, or instances stand where the plan has no place for them
    /// (T83).</exception>
    public Task<string> PlanAsync(MigrationPlan plan, Actor actor)
    {
        if (!actor.Is(Role.Designer))
            throw MigrationDeskRefusals.NotADesigner();
        return migration.PlanAsync(plan, actor.PersonId, (transaction, id) =>
            Audit(transaction, actor, "migration-planned", id, $"{plan.DefinitionId} {plan.From}→{plan.To}"));
    }

    /// <summary>Begins or goes on.</summary>
    /// <exception cref="RefusedException">Not an operator, the planner, a rule that makes no sense, or not the time for
    /// it.</exception>
    public async Task StartAsync(string planId, StopRule rule, Actor actor)
    {
        RequireOperator(actor);
        if (rule.Batch is < 1 or > MostInABatch || rule.MostFailures is < 0 or > MostInABatch)
            throw MigrationDeskRefusals.NoSuchRule();
        var planner = await database.FirstAsync<string>("select created_by from migration_plans where id = @planId",
            new { planId });
        if (planner == actor.PersonId)
            throw MigrationDeskRefusals.OnesOwnPlan();
        await migration.StartAsync(planId, rule, actor.PersonId, transaction =>
            Audit(transaction, actor, "migration-started", planId,
            $"batch {rule.Batch?.ToString(CultureInfo.InvariantCulture) ?? "all"}, stops after {rule.MostFailures} failures"
            + (rule.StopAtIncident ? " or at an incident" : "")));
    }

    /// <exception cref="RefusedException">Neither a designer nor an operator, or it is over.</exception>
    public async Task StopAsync(string planId, Actor actor)
    {
        if (!actor.Is(Role.Designer))
            RequireOperator(actor);
        await migration.StopAsync(planId, transaction => Audit(transaction, actor, "migration-stopped", planId));
    }

    /// <exception cref="RefusedException">Not an operator, or it never began.</exception>
    public async Task RollBackAsync(string planId, Actor actor)
    {
        RequireOperator(actor);
        await migration.RollBackAsync(planId, actor.PersonId, transaction =>
            Audit(transaction, actor, "migration-rolled-back", planId));
    }

    static void RequireOperator(Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw MigrationDeskRefusals.NotAnOperator();
    }

    void Audit(Transaction transaction, Actor actor, string action, string planId, string? detail = null) =>
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, action, "migration", planId, detail: detail);
}
