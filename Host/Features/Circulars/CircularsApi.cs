using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>What the circulars say, rule by rule, for programs.</summary>
public static class CircularsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var circulars = routes.MapApi("circulars");
        circulars.MapGet("", ListAsync).WithSummary("The circulars");
        circulars.MapGet("{id}", GetAsync).WithSummary("One circular with its letters, clauses, dates and open questions").ProducesProblem(404);
    }

    /// <summary>A line of the list.</summary>
    public sealed record CircularName(string Id, string TitleTh, string TitleEn, string Definition);

    static async Task<Ok<IEnumerable<CircularName>>> ListAsync(Database database) => TypedResults.Ok(
        (await StoredCircular.AllAsync(database))
            .Select(facts => new CircularName(facts.Id, facts.TitleTh, facts.TitleEn, facts.Definition)));

    static async Task<Results<Ok<CircularFacts>, ProblemHttpResult>> GetAsync(string id, Database database, Texts texts) =>
        await StoredCircular.FindAsync(database, id) is { } facts
            ? TypedResults.Ok(facts)
            : ApiProblems.NotFound(texts);
}
