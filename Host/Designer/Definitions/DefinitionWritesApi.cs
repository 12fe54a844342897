using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Designer.Api;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>What Studio changes: drafts are saved as they are typed, and may be wrong; what is published is checked.</summary>
public static class DefinitionWritesApi
{
    const string Base = "workflow-definitions";

    /// <summary>Of the version as it was stored by this call.</summary>
    const string StampHeader = "X-Definition-Stamp";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(Base, SaveAsync);
        api.MapPost(Base + "/import", ImportAsync);
        api.MapPost(Base + "/{definitionId}/publish", PublishAsync);
        api.MapPost(Base + "/{definitionId}/retract", RetractAsync);
        api.MapPost(Base + "/{definitionId}/revert/{version:int}", RevertAsync);
        api.MapPost(Base + "/{definitionId}/update-references",
            () => Results.Ok(new { affectedWorkflows = Array.Empty<string>() }));
        api.MapPost(Base + "/{definitionId}/execute", RefuseToRun);
        api.MapDelete(Base + "/{definitionId}", DeleteAsync);
        api.MapDelete("workflow-definition-versions/{id}", DeleteVersionAsync);
    }

    /// <param name="Publish">True when "publish" was pressed.</param>
    public sealed record SaveOf(JsonElement Model, bool? Publish);

    static async Task<Ok<JsonObject>> SaveAsync(
        SaveOf body, DefinitionWire wire, DefinitionVersions versions, DefinitionDesk desk, StudioPublishing publishing,
        CurrentActor current, HttpResponse response)
    {
        var (definition, stamp) = wire.FromStudio(Read(body.Model));
        var definitionId = await NewDefinitionId.OfAsync(definition, versions);
        var saved = await desk.SaveDraftAsync(definitionId, definition, stamp, current.Actor);
        // The draft is stored even when publishing is refused; our script goes on with this stamp.
        response.Headers[StampHeader] = saved.Stamp;
        var wasPublished = saved.IsCurrent;
        if (body.Publish == true)
            saved = await publishing.PublishAsync(saved, current.Actor);
        return TypedResults.Ok(Envelope(wire.Whole(saved), body.Publish == true && wasPublished));
    }

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> PublishAsync(
        string definitionId, DefinitionWire wire, DefinitionVersions versions, StudioPublishing publishing, CurrentActor current,
        Texts texts)
    {
        if (await versions.LatestAsync(definitionId) is not { } latest)
            return ApiProblems.NotFound(texts);
        var published = await publishing.PublishAsync(latest, current.Actor);
        return TypedResults.Ok(Envelope(wire.Whole(published), latest.IsCurrent));
    }

    /// <exception cref="DefinitionException">It is no definition.</exception>
    static JsonObject Read(JsonElement model) =>
        DefinitionText.Parse(model.ValueKind == JsonValueKind.Undefined ? "null" : model.GetRawText());

    static JsonObject Envelope(JsonObject definition, bool alreadyPublished) => new()
    {
        ["workflowDefinition"] = definition,
        ["alreadyPublished"] = alreadyPublished,
        ["consumingWorkflowCount"] = 0,
        ["validationErrors"] = new JsonArray(),
    };

    // Who imports a file says that its content is to be the newest. Only a draft of somebody else's is in its way.
    static async Task<Ok<JsonObject>> ImportAsync(
        JsonElement model, DefinitionWire wire, DefinitionVersions versions, DefinitionDesk desk, CurrentActor current)
    {
        var (definition, _) = wire.FromStudio(Read(model));
        var definitionId = await NewDefinitionId.OfAsync(definition, versions);
        var latest = await versions.LatestAsync(definitionId);
        if (latest is { IsDraft: true } && latest.SavedBy != current.Actor.PersonId
            && latest.Json != DefinitionText.Canonical(definition, definitionId, latest.Version))
            throw StudioRefusals.OthersDraft(latest);
        return TypedResults.Ok(wire.Whole(await desk.SaveDraftAsync(definitionId, definition, latest?.Stamp, current.Actor)));
    }

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> RetractAsync(
        string definitionId, DefinitionWire wire, DefinitionVersions versions, DefinitionDesk desk, CurrentActor current,
        Texts texts)
    {
        await desk.RetractAsync(definitionId, current.Actor);
        return await versions.LatestAsync(definitionId) is { } latest
            ? TypedResults.Ok(wire.Whole(latest))
            : ApiProblems.NotFound(texts);
    }

    static async Task<Ok<JsonObject>> RevertAsync(string definitionId, int version, DefinitionDesk desk, CurrentActor current) =>
        TypedResults.Ok(DefinitionWire.Summary(await desk.RevertAsync(definitionId, version, current.Actor)));

    static async Task<NoContent> DeleteAsync(
        string definitionId, DefinitionVersions versions, DefinitionDesk desk, CurrentActor current)
    {
        if (!await desk.DeleteDraftAsync(definitionId, current.Actor)
            && await versions.LatestAsync(definitionId) is { } published)
            throw StudioRefusals.OncePublished(published);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> DeleteVersionAsync(
        string id, DefinitionVersions versions, DefinitionDesk desk, CurrentActor current)
    {
        if (await versions.ByIdAsync(id) is { } version)
            if (version.IsDraft)
                await desk.DeleteDraftAsync(version.DefinitionId, current.Actor);
            else
                throw StudioRefusals.OncePublished(version);
        return TypedResults.NoContent();
    }

    // A case begins with a request or a right, never with a button on the canvas.
    static ProblemHttpResult RefuseToRun(Texts texts) => StudioProblems.Of(texts, "not-from-here",
        texts["เริ่มเรื่องจากผังงานไม่ได้ เรื่องเริ่มเมื่อมีผู้ยื่นคำขอ หากต้องการทดลองใช้หน้าจำลอง",
            "An instance isn't started from the canvas: it begins with a request. To try a definition, use the simulation."]);
}
