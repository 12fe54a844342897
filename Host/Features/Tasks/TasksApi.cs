using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>What somebody has to do, for programs.</summary>
public static class TasksApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapApi("tasks");
        tasks.MapGet("", MineAsync).WithSummary("Open tasks that you may answer, oldest first");
        tasks.MapGet("{id}", GetAsync).WithSummary("One task").ProducesProblem(404);
        tasks.MapPost("{id}/code", SendCodeAsync).WithSummary("Mail yourself the one-time code for this decision")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        tasks.MapPost("{id}/answer", AnswerAsync).WithSummary("Answer a task; 202 when the answer is kept but what follows it met a fault")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    /// <summary>A task, with what it can be told.</summary>
    public sealed record TaskView(
        string Id, string InstanceId, string? RequestId, string? RightId, string Kind, IReadOnlyList<string> Roles, string OrganisationCode,
        string? RuleId, string? Points, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt, string? Outcome,
        IReadOnlyList<string> Answers, string? AboutCode = null, string? TitleTh = null, string? TitleEn = null)
    {
        public static TaskView Of(WorkTask task) => new(task.Id, task.InstanceId, task.RequestId, task.RightId, task.Kind, task.Roles,
            task.OrganisationCode, task.RuleId, task.Points, task.OpenedAt, task.DueAt, task.ClosedAt, task.Outcome,
            task.ClosedAt is null ? TaskAnswer.AnswersTo(task) : [], task.AboutCode, task.TitleTh, task.TitleEn);
    }

    /// <summary>The answer is kept; an operator can retry what follows it.</summary>
    public sealed record Kept(string IncidentId);

    static async Task<Ok<ApiPage<TaskView>>> MineAsync(CurrentActor current, Database database, string? after = null)
    {
        var arguments = new Dictionary<string, object?> { ["me"] = current.Actor.PersonId, ["after"] = after ?? "" };
        var mine = current.Actor.Memberships.Select((membership, i) =>
        {
            arguments[$"organisation{i}"] = membership.OrganisationCode;
            arguments[$"role{i}"] = $"% {membership.Role} %";
            return $"(t.organisation_code = @organisation{i} and ' ' || t.role || ' ' like @role{i})";
        }).ToList();
        if (mine.Count == 0)
            return TypedResults.Ok(new ApiPage<TaskView>([], null));
        var rows = await database.QueryAsync<WorkTask>(
            $"""
            select t.* from tasks t
            where t.closed_at is null and ({string.Join(" or ", mine)}) and (t.person_id is null or t.person_id = @me) and t.id > @after
            order by t.id limit {ApiScope.PageSize}
            """, arguments);
        return TypedResults.Ok(ApiPage.Of([.. rows.Select(TaskView.Of)], row => row.Id));
    }

    static async Task<Results<Ok<TaskView>, ProblemHttpResult>> GetAsync(string id, CurrentActor current, Database database, Texts texts) =>
        await FindAsync(id, current.Actor, database) is { } task ? TypedResults.Ok(TaskView.Of(task)) : ApiProblems.NotFound(texts);

    static async Task<Results<Accepted, ProblemHttpResult>> SendCodeAsync(
        string id, CurrentActor current, StepUp stepUp, Database database, Texts texts)
    {
        if (await FindAsync(id, current.Actor, database) is not { } task)
            return ApiProblems.NotFound(texts);
        TaskAuthority.Require(task, current.Actor);
        if (task.ClosedAt is not null)
            return ApiProblems.AlreadyDone(texts);
        await stepUp.SendAsync(id, current.Actor.Person);
        return TypedResults.Accepted((string?)null);
    }

    static async Task<Results<Ok<TaskView>, Accepted<Kept>, ProblemHttpResult>> AnswerAsync(
        string id, TaskAnswer body, CurrentActor current, WorkflowRuntime runtime, StepUp stepUp, Database database, Texts texts)
    {
        if (await FindAsync(id, current.Actor, database) is not { } task)
            return ApiProblems.NotFound(texts);
        // Before the code is looked at: who may not answer learns nothing about it and spoils no try.
        TaskAuthority.Require(task, current.Actor);
        if (task.ClosedAt is not null)
            return ApiProblems.AlreadyDone(texts);
        var faults = new Faults(texts);
        body.Check(task, faults);
        if (faults.Any)
            return faults.Problem();
        var used = string.IsNullOrWhiteSpace(body.Code) ? null : await stepUp.UseAsync(id, current.Actor.PersonId, body.Code);
        return await runtime.ResumeAsync(id, new Stimulus(body.Answer!, current.Actor.PersonId, body.Stimulus(task, used))) switch
        {
            StepResult.Moved => TypedResults.Ok(TaskView.Of((await WorkTask.FindAsync(database, id))!)),
            StepResult.Failed failed => TypedResults.Accepted((string?)null, new Kept(failed.IncidentId)),
            StepResult.Refused refused => ApiProblems.Refused(refused.Reason, texts),
            _ => ApiProblems.AlreadyDone(texts),
        };
    }

    // A task is seen by those who may answer it, and by those who look after its organisation.
    internal static async Task<WorkTask?> FindAsync(string id, Actor actor, Database database)
    {
        var scope = new ApiScope(actor);
        return await database.FirstAsync<WorkTask>(
            $"select t.* from tasks t join organisations o on o.code = t.organisation_code where t.id = @id and {scope.Condition}",
            scope.With(("id", id)));
    }
}
