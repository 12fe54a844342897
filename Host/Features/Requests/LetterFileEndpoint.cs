using Microsoft.Net.Http.Headers;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Gives out the original of a letter, byte by byte, to those who may look at its organisation.</summary>
public static class LetterFileEndpoint
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/letters/{id}/file", SendAsync);
        app.MapGet("/tasks/{id}/letter", ToUploadAsync);
    }

    static async Task<IResult> SendAsync(
        string id, Database database, LetterFolder folder, InScope scope, HttpContext context)
    {
        var letter = await database.FirstAsync<Letter>("select * from letters where id = @id", new { id });
        var path = letter is null ? null : await database.FirstAsync<string>(
            "select path from organisations where code = @OrganisationCode", new { letter.OrganisationCode });
        if (letter is null || path is null || !await scope.HoldsAsync(path, "letter", id, letter.OrganisationCode))
            return Results.NotFound();
        SecurityHeaders.AllowOwnFrame(context.Response);
        // Browsers refuse to show a PDF in a sandbox; it was taken in only because nothing in it runs, and "default-src 'none'" holds.
        if (letter.MediaType != "application/pdf")
            context.Response.Headers.ContentSecurityPolicy += "; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(SafeName(letter.FileName));
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return Results.Stream(folder.OpenRead(letter.Sha256), letter.MediaType, enableRangeProcessing: true);
    }

    static async Task<IResult> ToUploadAsync(string id, Database database, CurrentActor current) =>
        await database.FirstAsync<string>("select request_id from tasks where id = @id", new { id }) is { } request
            && current.Actor.Memberships.Any(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
                ? Results.Redirect($"/requests/{request}/upload")
                : Results.NotFound();

    static string SafeName(string name) =>
        string.Concat(Path.GetFileName(name).Where(sign => !char.IsControl(sign) && sign is not ('"' or '\\' or '/')));
}
