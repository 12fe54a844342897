using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rights;

/// <summary>Rights, for programs.</summary>
public static class RightsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var rights = routes.MapApi("rights");
        rights.MapGet("", ListAsync).WithSummary("Rights of your organisations, those that ended too, newest first");
        rights.MapGet("{id}", GetAsync).WithSummary("One right").ProducesProblem(404);
        rights.MapPost("{id}/revocation", RevokeAsync).WithSummary("Revoke a right of your organisation (A-11)")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
    }

    /// <param name="Reason">Why; at most 1,000 characters.</param>
    public sealed record RevocationOf(string? Reason);

    static async Task<Ok<ApiPage<Right>>> ListAsync(
        CurrentActor current, Database database, string? organisation = null, string? after = null) => TypedResults.Ok(
        await ApiPage.NewestAsync<Right>(database, current.Actor, "rights", row => row.Id, after, organisation));

    static async Task<Results<Ok<Right>, ProblemHttpResult>> GetAsync(
        string id, CurrentActor current, Database database, Texts texts) =>
        await FindAsync(id, current, database) is { } right ? TypedResults.Ok(right) : ApiProblems.NotFound(texts);

    static async Task<Results<Ok<Right>, ProblemHttpResult>> RevokeAsync(
        string id, RevocationOf body, CurrentActor current, Revocation revocation, Database database, Texts texts)
    {
        if (await FindAsync(id, current, database) is null)
            return ApiProblems.NotFound(texts);
        var faults = new Faults(texts);
        faults.Require("reason", body.Reason, 1_000);
        if (faults.Any)
            return faults.Problem();
        await revocation.RevokeAsync(id, body.Reason, current.Actor);
        return TypedResults.Ok((await FindAsync(id, current, database))!);
    }

    static Task<Right?> FindAsync(string id, CurrentActor current, Database database)
    {
        var scope = new ApiScope(current.Actor);
        return database.FirstAsync<Right>(
            $"select r.* from rights r join organisations o on o.code = r.organisation_code "
            + $"where r.id = @id and {scope.Condition}",
            scope.With(("id", id)));
    }
}
