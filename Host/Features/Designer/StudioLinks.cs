using WorkflowHost.Web.Designer.Hosting;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Studio's widgets have addresses of Elsa's own host in them; these lead on to our pages.</summary>
public static class StudioLinks
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var root in (string[])["", StudioFiles.Path])
        {
            Redirect(routes, root + "/workflows/definitions/{id}/edit", "definitions");
            Redirect(routes, root + "/workflows/instances/{id}/view", "instances");
            Redirect(routes, root + "/workflows/definitions", null);
            Redirect(routes, root + "/workflows/instances", "instances");
        }
    }

    static void Redirect(IEndpointRouteBuilder routes, string from, string? part) => routes
        .MapGet(from, (string? id) => Results.LocalRedirect(string.Concat(
            StudioFiles.Path, part is null ? "" : "/" + part, id is null ? "" : "/" + Uri.EscapeDataString(id))))
        .ExcludeFromDescription();
}
