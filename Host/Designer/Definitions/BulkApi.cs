using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>The same verbs on several definitions, from Studio's list. What can't be done stops it, with the reason.</summary>
public static class BulkApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("bulk-actions/delete/workflow-definitions/by-definition-id", DeleteAsync);
        api.MapPost("bulk-actions/delete/workflow-definitions/by-id", DeleteVersionsAsync);
        api.MapPost("bulk-actions/publish/workflow-definitions/by-definition-ids", PublishAsync);
        api.MapPost("bulk-actions/retract/workflow-definitions/by-definition-ids", RetractAsync);
    }

    public sealed record DefinitionsOf(string[] DefinitionIds);

    /// <param name="Ids">Of versions.</param>
    public sealed record VersionsOf(string[] Ids);

    static async Task<Ok<object>> DeleteAsync(
        DefinitionsOf body, DefinitionVersions versions, DefinitionDesk desk, CurrentActor current)
    {
        var deleted = 0;
        foreach (var id in body.DefinitionIds)
            if (await desk.DeleteDraftAsync(id, current.Actor))
                deleted++;
            else if (await versions.LatestAsync(id) is { } published)
                throw StudioRefusals.OncePublished(published);
        return TypedResults.Ok<object>(new { deleted });
    }

    static async Task<Ok<object>> DeleteVersionsAsync(
        VersionsOf body, DefinitionVersions versions, DefinitionDesk desk, CurrentActor current)
    {
        var deleted = 0;
        foreach (var id in body.Ids)
            if (await versions.ByIdAsync(id) is { } version)
                if (version.IsDraft)
                    deleted += await desk.DeleteDraftAsync(version.DefinitionId, current.Actor) ? 1 : 0;
                else
                    throw StudioRefusals.OncePublished(version);
        return TypedResults.Ok<object>(new { deleted });
    }

    static async Task<Ok<object>> PublishAsync(
        DefinitionsOf body, DefinitionVersions versions, StudioPublishing publishing, CurrentActor current)
    {
        var (published, already, unknown) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var id in body.DefinitionIds)
            if (await versions.LatestAsync(id) is not { } latest)
                unknown.Add(id);
            else if (latest.IsCurrent)
                already.Add(id);
            else
            {
                await publishing.PublishAsync(latest, current.Actor);
                published.Add(id);
            }
        return TypedResults.Ok<object>(
            new { published, alreadyPublished = already, notFound = unknown, updatedConsumers = Array.Empty<string>() });
    }

    static async Task<Ok<object>> RetractAsync(DefinitionsOf body, DefinitionDesk desk, CurrentActor current)
    {
        var (retracted, already) = (new List<string>(), new List<string>());
        foreach (var id in body.DefinitionIds)
            (await desk.RetractAsync(id, current.Actor) ? retracted : already).Add(id);
        return TypedResults.Ok<object>(new { retracted, alreadyRetracted = already, notFound = Array.Empty<string>() });
    }
}
