using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>How far a circular is, for programs; limited to the offices that the caller may look at.</summary>
public static class SendingsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sendings = routes.MapApi("sendings");
        sendings.MapGet("{id}/offices/{office}", GetAsync)
            .WithSummary("An office's entry in its register, and how far the units below it are").ProducesProblem(404);
    }

    /// <summary>An office in a sending.</summary>
    public sealed record OfficeProgress(Delivery? Delivery, IReadOnlyList<StateCount> Districts,
        IReadOnlyList<UnitProgress> Units);

    static async Task<Results<Ok<OfficeProgress>, ProblemHttpResult>> GetAsync(
        string id, string office, CascadePlace place, Database database, Texts texts) =>
        await place.ReadAsync(id, office)
            ? TypedResults.Ok(new OfficeProgress(place.Delivery,
                await UnitProgress.CountAsync(database, id, place.Office.Path, "district", place.Now), await place.UnitsAsync()))
            : ApiProblems.NotFound(texts);
}
