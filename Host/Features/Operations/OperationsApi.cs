using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>Workflow instances and their incidents, for programs.</summary>
public static class OperationsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var instances = routes.MapApi("instances");
        instances.MapGet("{id}", GetAsync).WithSummary("A workflow instance: where it waits, and what happened")
            .ProducesProblem(404);
        instances.MapPost("{id}/cancellation", CancelAsync).RequireAuthorization(Role.Operator)
            .WithSummary("End the workflow of a request, with the request (operators)")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        routes.MapApi("incidents").MapPost("{id}/retry", RetryAsync).RequireAuthorization(Role.Operator)
            .WithSummary("Play the step of an incident again (operators)")
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    /// <param name="Reason">Why; at most 1,000 characters.</param>
    public sealed record CancellationOf(string? Reason);

    /// <summary>An instance as it stands. <c>Status</c> is Suspended, Finished, Cancelled or Faulted.</summary>
    public sealed record InstanceView(
        string Id, string DefinitionId, long Version, string Status, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt,
        IReadOnlyList<Wait> Waits, IReadOnlyList<Entry> Journal, IReadOnlyList<OpenIncident> Incidents);

    /// <summary>What became of a retry.</summary>
    /// <param name="Moved">False when it met a fault again.</param>
    /// <param name="IncidentId">The incident that is open now, if it did.</param>
    public sealed record Retried(bool Moved, string? IncidentId);

    static async Task<Results<Ok<InstanceView>, ProblemHttpResult>> GetAsync(
        string id, CurrentActor current, Database database, Texts texts)
    {
        if (await FindAsync(id, current.Actor, database) is not { } row)
            return ApiProblems.NotFound(texts);
        var waits = await database.QueryAsync<Wait>(
            "select id, node_id, due_at from bookmarks where instance_id = @id order by id", new { id });
        var journal = await database.QueryAsync<Entry>(
            "select sequence, at, node_id, event, outcome, by_whom "
            + "from journal where instance_id = @id order by sequence desc limit 500", new { id });
        // A fault's message may quote what others typed: it is for those who run the host.
        var incidents = !current.Actor.Is(Role.Operator) ? [] : await database.QueryAsync<OpenIncident>(
            "select id, node_id, message, created_at from incidents where instance_id = @id and resolved_at is null order by id",
            new { id });
        return TypedResults.Ok(new InstanceView(
            row.Id, row.DefinitionId, row.Version, row.Status, row.CreatedAt, row.FinishedAt, waits, [.. journal.Reverse()],
            incidents));
    }

    static async Task<Results<Ok<InstanceView>, ProblemHttpResult>> CancelAsync(
        string id, CancellationOf body, CurrentActor current, Cancellation cancellation, Database database, Texts texts)
    {
        if (await FindAsync(id, current.Actor, database) is null)
            return ApiProblems.NotFound(texts);
        var faults = new Faults(texts);
        faults.Require("reason", body.Reason, 1_000);
        if (faults.Any)
            return faults.Problem();
        await cancellation.CancelAsync(id, body.Reason, current.Actor);
        return await GetAsync(id, current, database, texts);
    }

    static async Task<Results<Ok<Retried>, ProblemHttpResult>> RetryAsync(
        string id, CurrentActor current, WorkflowRuntime runtime, Database database, TimeProvider clock, Texts texts)
    {
        if (await database.FirstAsync<string>("select id from incidents where id = @id", new { id }) is null)
            return ApiProblems.NotFound(texts);
        await database.WriteAsync(transaction =>
        {
            AuditTrail.Add(transaction, clock.GetUtcNow(), current.Actor.PersonId, "incident-retry", "incident", id);
            return Task.CompletedTask;
        });
        return await runtime.RetryAsync(id, current.Actor.PersonId) switch
        {
            StepResult.Moved => TypedResults.Ok(new Retried(true, null)),
            StepResult.Failed failed => TypedResults.Ok(new Retried(false, failed.IncidentId)),
            StepResult.Refused refused => ApiProblems.Refused(refused.Reason, texts),
            _ => ApiProblems.AlreadyDone(texts),
        };
    }

    // Whoever may see the request or the right that it is about.
    static Task<Row?> FindAsync(string id, Actor actor, Database database)
    {
        var scope = new ApiScope(actor);
        return database.FirstAsync<Row>(
            $"""
            select i.id, i.definition_id, i.version, i.status, i.created_at, i.finished_at from instances i
            where i.id = @id and (@all = 1
              or exists (select 1 from requests r join organisations o on o.code = r.organisation_code
                  where r.instance_id = i.id and {scope.Condition})
              or exists (select 1 from reviews v join rights r on r.id = v.right_id
                  join organisations o on o.code = r.organisation_code
                where v.instance_id = i.id and {scope.Condition}))
            """, scope.With(("id", id), ("all", actor.SeesTheCountry ? 1 : 0)));
    }

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string DefinitionId { get; init; } = "";
        public long Version { get; init; }
        public string Status { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? FinishedAt { get; init; }
    }

    /// <summary>Where it waits; the id is the task's, when it waits for a person.</summary>
    public sealed class Wait
    {
        public string Id { get; init; } = "";
        public string NodeId { get; init; } = "";
        public DateTimeOffset? DueAt { get; init; }
    }

    /// <summary>A line of what happened.</summary>
    public sealed class Entry
    {
        public long Sequence { get; init; }
        public DateTimeOffset At { get; init; }
        public string NodeId { get; init; } = "";
        public string Event { get; init; } = "";
        public string? Outcome { get; init; }
        public string? ByWhom { get; init; }
    }

    /// <summary>A fault that waits for an operator.</summary>
    public sealed class OpenIncident
    {
        public string Id { get; init; } = "";
        public string NodeId { get; init; } = "";
        public string Message { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}
