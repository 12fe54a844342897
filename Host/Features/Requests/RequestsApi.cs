using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Requests for rights, for programs.</summary>
public static class RequestsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var requests = routes.MapApi("requests");
        requests.MapGet("", ListAsync).WithSummary("Requests of your organisations, newest first");
        requests.MapPost("", FileAsync).WithSummary("File a request; the same formKey again finds the first one")
            .ProducesProblem(400).ProducesProblem(422);
        requests.MapGet("{id}", GetAsync).WithSummary("One request").ProducesProblem(404);
        requests.MapPost("{id}/withdrawal", WithdrawAsync).WithSummary("Take a request back before it is decided")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
    }

    /// <param name="FormKey">Made by the caller, once for each request it means to file.</param>
    /// <param name="System">"BBL".</param>
    /// <param name="Kind">"new", "replace" or "confirm".</param>
    /// <param name="PersonId">Who is to have the right; not needed to confirm.</param>
    /// <param name="OldRightId">The right to replace or to confirm.</param>
    public sealed record NewRequest(
        string? FormKey, string? System, string? Kind, string? OrganisationCode, string? PersonId, string? OldRightId, string? Note);

    /// <param name="Reason">Why; at most 1,000 characters.</param>
    public sealed record WithdrawalOf(string? Reason);

    static async Task<Ok<ApiPage<Request>>> ListAsync(CurrentActor current, Database database, string? after = null) =>
        TypedResults.Ok(await ApiPage.NewestAsync<Request>(database, current.Actor, "requests", row => row.Id, after));

    static async Task<Results<Created<Request>, Ok<Request>, ProblemHttpResult>> FileAsync(
        NewRequest form, CurrentActor current, Filing filing, Database database, Texts texts)
    {
        var faults = new Faults(texts);
        faults.Require("formKey", form.FormKey, 100);
        faults.Require("system", form.System, 50);
        faults.Require("kind", form.Kind);
        faults.OneOf("kind", form.Kind, RequestKind.All);
        faults.Require("organisationCode", form.OrganisationCode, 50);
        faults.AtMost("personId", form.PersonId, 100);
        faults.AtMost("oldRightId", form.OldRightId, 100);
        faults.AtMost("note", form.Note, 2_000);
        if (faults.Any)
            return faults.Problem();
        var filed = await filing.FileAsync(
            // A key of one person's can't be guessed into another's request.
            new RequestForm($"{current.Actor.PersonId}:{form.FormKey}", form.System, form.Kind, form.OrganisationCode, form.PersonId, form.OldRightId,
                form.Note ?? ""), current.Actor);
        var request = (await FindAsync(filed.RequestId, current, database))!;
        return filed.WasThere ? TypedResults.Ok(request) : TypedResults.Created($"/api/requests/{request.Id}", request);
    }

    static async Task<Results<Ok<Request>, ProblemHttpResult>> GetAsync(string id, CurrentActor current, Database database, Texts texts) =>
        await FindAsync(id, current, database) is { } request ? TypedResults.Ok(request) : ApiProblems.NotFound(texts);

    static async Task<Results<Ok<Request>, ProblemHttpResult>> WithdrawAsync(
        string id, WithdrawalOf body, CurrentActor current, Withdrawal withdrawal, Database database, Texts texts)
    {
        if (await FindAsync(id, current, database) is null)
            return ApiProblems.NotFound(texts);
        var faults = new Faults(texts);
        faults.Require("reason", body.Reason, 1_000);
        if (faults.Any)
            return faults.Problem();
        await withdrawal.WithdrawAsync(id, body.Reason, current.Actor);
        return TypedResults.Ok((await FindAsync(id, current, database))!);
    }

    static Task<Request?> FindAsync(string id, CurrentActor current, Database database)
    {
        var scope = new ApiScope(current.Actor);
        return database.FirstAsync<Request>(
            $"select r.* from requests r join organisations o on o.code = r.organisation_code where r.id = @id and {scope.Condition}",
            scope.With(("id", id)));
    }
}
