using Microsoft.Net.Http.Headers;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>Gives out a kept scan, byte by byte, to those whom it concerns; for others it isn't there.</summary>
public static class KeptFileEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/files/{id}", SendAsync).ExcludeFromDescription();

    static async Task<IResult> SendAsync(
        string id, Database database, LetterFolder folder, CurrentActor current, HttpContext context)
    {
        if (await KeptFile.FindAsync(database, id) is not { } file || !await MaySeeAsync(database, file, current.Actor))
            return Results.NotFound();
        SecurityHeaders.AllowOwnFrame(context.Response);
        // Browsers refuse to show a PDF in a sandbox; it was taken in only because nothing in it runs.
        if (file.MediaType != "application/pdf")
            context.Response.Headers.ContentSecurityPolicy += "; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(
            string.Concat(file.FileName.Where(sign => !char.IsControl(sign) && sign is not ('"' or '\\'))));
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return Results.Stream(folder.OpenRead(file.Sha256), file.MediaType, enableRangeProcessing: true);
    }

    // An order concerns every province in its annex; a document only who decides on it.
    static async Task<bool> MaySeeAsync(Database database, KeptFile file, Actor actor) =>
        actor.Is(Role.Finance) || actor.Is(Role.Auditor)
        || file.Subject == KeptFile.Identity && actor.In(file.OrganisationCode, Role.Coordinator) is not null
        || file.Subject == KeptFile.Order && await OrderPlaces.IsInAsync(database, file.SubjectId, actor);
}
