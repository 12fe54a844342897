using System.Text;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>A version as a file, in the canonical form, so that two files differ only where the definitions do.</summary>
public static class DefinitionExport
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/designer/{id}/versions/{number:int}/export", GetAsync).RequireAuthorization(Role.Designer)
            .ExcludeFromDescription();

    static async Task<IResult> GetAsync(string id, int number, DefinitionVersions versions)
    {
        if (await versions.FindAsync(id, number) is not { } version)
            return Results.NotFound();
        var text = DefinitionText.Canonical(DefinitionText.Parse(version.Json), id, number);
        return Results.File(Encoding.UTF8.GetBytes(text), "application/json", $"{id}.json");
    }
}
