using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Web.Security;

namespace WorkflowHost.Web.ThaId;

/// <summary>
/// The way to ThaID and back. The way back is a GET that acts: OpenID Connect has it so. It acts only in the browser where the
/// journey began, for the person who was signed in there (nobody has to be at a claim link), with the state made for it, once.
/// </summary>
public static class ThaIdEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks/{id}/thaid/start", FromTaskAsync).ExcludeFromDescription();
        routes.MapGet("/rollout/register/thaid/start", FromRegistrationAsync).ExcludeFromDescription();
        routes.MapGet("/site/{token}/thaid/start", FromSiteAsync).ExcludeFromDescription().AllowAnonymous()
            .RequireRateLimiting(SecurityParts.MailLinks);
        routes.MapGet(ThaIdProof.CallbackPath, BackAsync).ExcludeFromDescription().AllowAnonymous();
    }

    static async Task<IResult> FromTaskAsync(string id, HttpContext context, ThaIdParts parts)
    {
        var actor = parts.Current.Actor;
        if (!parts.IsConnected || await parts.Cases.FindAsync(id, actor) is not { Task.Kind: WorkTask.ProveIdentity } about)
            return Results.NotFound();
        if (!about.MayAnswer || about.Request?.PersonId != actor.PersonId)
            return Results.Redirect($"/tasks/{id}");
        return await BeginAsync(context, parts, new ProofSubject(ProofSubject.Task, id), actor.PersonId);
    }

    static async Task<IResult> FromRegistrationAsync(string? office, HttpContext context, ThaIdParts parts) =>
        !parts.IsConnected || office is null
            || (await Office.OfActorAsync(parts.Database, parts.Current.Actor)).All(one => one.Code != office)
            ? Results.NotFound()
            : await BeginAsync(context, parts, new ProofSubject(ProofSubject.Registration, office), parts.PersonId);

    static async Task<IResult> FromSiteAsync(string token, HttpContext context, ThaIdParts parts) =>
        !parts.IsConnected || await SiteLink.FindAsync(parts.Database, token) is not { } link
            || !link.IsOpen(parts.Clock.GetUtcNow()) && link.EndReason != SiteLink.Used
            ? Results.NotFound()
            : await BeginAsync(context, parts, new ProofSubject(ProofSubject.Site, token), "");

    static async Task<IResult> BeginAsync(HttpContext context, ThaIdParts parts, ProofSubject about, string personId)
    {
        try
        {
            return Results.Redirect(await parts.Proof.BeginAsync(context, about, personId));
        }
        catch (ThaIdException fault)
        {
            return await parts.SayAsync(context, about, fault);
        }
    }

    static async Task<IResult> BackAsync(HttpContext context, ThaIdParts parts, ProvenIdentities proven)
    {
        if (parts.Proof.Of(context, parts.PersonId) is not var (about, isOver))
            return parts.Current.IsSignedIn ? parts.SayTimedOut(context, "/tasks") : Results.Challenge();
        if (isOver)
            return parts.SayTimedOut(context, about.Path);
        ThaIdPerson person;
        try
        {
            person = await parts.Proof.FinishAsync(context, parts.PersonId);
        }
        catch (ThaIdException fault)
        {
            return await parts.SayAsync(context, about, fault);
        }
        var (tone, words) = await proven.TakeAsync(context, about, person);
        return words.Length == 0 ? Results.Redirect(about.Path) : parts.Say(context, about.Path, tone, words);
    }
}
