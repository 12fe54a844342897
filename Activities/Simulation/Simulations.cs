using System.Text.Json;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>The simulations that were made on this site, each kept with the hash of the content it ran.</summary>
public sealed class Simulations(Database database, TimeProvider clock)
{
    const int Shown = 20;

    /// <summary>The last finished simulation of this very content (T85); null when it was never simulated.</summary>
    /// <param name="hash">See <see cref="DefinitionText.ContentHash"/>.</param>
    public Task<SimulationRecord?> LastOfAsync(string hash) => database.FirstAsync<SimulationRecord>(
        "select * from simulations where hash = @hash and state = 'done' order by ended_at desc limit 1", new { hash });

    public Task<SimulationRecord?> FindAsync(string id) =>
        database.FirstAsync<SimulationRecord>("select * from simulations where id = @id", new { id });

    /// <summary>The newest first, without their summaries; after an id, those before it.</summary>
    public Task<IReadOnlyList<SimulationRecord>> RecentAsync(string? before = null) => database.QueryAsync<SimulationRecord>(
        """
        select id, definition_id, version, hash, by_person, started_at, seen_at, ended_at, state, percent_done, settings, problem
        from simulations where id < @before order by id desc limit @Shown
        """, new { before = before ?? "~", Shown });

    /// <summary>Writes down that a simulation begins.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="RefusedException">Not a designer, or the plan can't be run.</exception>
    public async Task<string> BeginAsync(SimulationPlan plan, Actor by)
    {
        if (!by.Is(Role.Designer))
            throw new RefusedException("designer-only",
                "เฉพาะผู้ออกแบบกระบวนการเท่านั้นที่จำลองการทำงานได้", "Only a workflow designer can run a simulation.");
        if (plan.Problems().FirstOrDefault() is { } problem)
            throw new RefusedException(problem.Field, problem.Thai, problem.English);
        var now = clock.GetUtcNow();
        var id = Ids.New(now);
        var (definition, hash) = (plan.Definition, DefinitionText.ContentHash(plan.Definition.Json));
        var settings = new SimulationSettings(plan.Organisations, plan.From, plan.Until, plan.Seed, plan.Scenario);
        await database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into simulations (id, definition_id, version, hash, by_person, started_at, seen_at, state,
                    percent_done, settings)
                values (@id, @DefinitionId, @Version, @hash, @PersonId, @now, @now, @Running, 0, @settings)
                """,
                new
                {
                    id,
                    definition.DefinitionId,
                    definition.Version,
                    hash,
                    by.PersonId,
                    now,
                    SimulationRecord.Running,
                    settings = JsonSerializer.Serialize(settings, SimulationEvent.Json),
                });
            AuditTrail.Add(transaction, now, by.PersonId, "definition-simulated", "definition", definition.DefinitionId, null,
                detail: $"version {definition.Version}, {hash}");
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>It still runs, and has come so far.</summary>
    public Task ReportAsync(string id, int percent) => database.WriteAsync(transaction => transaction.ExecuteAsync(
        "update simulations set percent_done = @percent, seen_at = @now where id = @id and state = 'running'",
        new { id, percent, now = clock.GetUtcNow() }));

    /// <summary>It came to its end.</summary>
    public Task EndAsync(string id, SimulationSummary summary) => database.WriteAsync(transaction => transaction.ExecuteAsync(
        """
        update simulations set state = 'done', percent_done = 100, ended_at = @now, summary = @summary
        where id = @id and state = 'running'
        """, new { id, summary = JsonSerializer.Serialize(summary, SimulationEvent.Json), now = clock.GetUtcNow() }));

    /// <summary>It could not go on.</summary>
    public Task FailAsync(string id, string problem) => database.WriteAsync(transaction => transaction.ExecuteAsync(
        "update simulations set state = 'failed', ended_at = @now, problem = @problem where id = @id and state = 'running'",
        new { id, problem, now = clock.GetUtcNow() }));
}
