using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Designer.Descriptors;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>The definitions as Studio lists, opens and exports them.</summary>
public static class DefinitionReadsApi
{
    const string Base = "workflow-definitions";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Base, ListAsync);
        api.MapGet(Base + "/by-definition-id/{definitionId}", OpenAsync);
        api.MapGet(Base + "/by-id/{id}", ByIdAsync);
        api.MapGet(Base + "/many-by-id", ManyAsync);
        api.MapGet(Base + "/validation/is-name-unique", IsNameUniqueAsync);
        api.MapGet(Base + "/{definitionId}/consumers",
            () => Results.Ok(new { consumingWorkflowDefinitionIds = Array.Empty<string>() }));
        api.MapGet(Base + "/{definitionId}/export", ExportAsync);
        api.MapPost("bulk-actions/export/workflow-definitions", BulkExportAsync);
    }

    static async Task<Ok<JsonObject>> ListAsync([AsParameters] DefinitionQuery query, DefinitionVersions versions)
    {
        var (page, all) = await query.ReadAsync(versions);
        return TypedResults.Ok(new JsonObject
        {
            ["items"] = new JsonArray([.. page.Select(DefinitionWire.Summary)]),
            ["totalCount"] = all,
            // Without this link the list offers neither "create" nor "import".
            ["links"] = new JsonArray(new JsonObject { ["href"] = "", ["rel"] = "bulk-publish", ["method"] = "POST" }),
        });
    }

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> OpenAsync(
        string definitionId, string? versionOptions, DefinitionVersions versions, DefinitionWire wire, Texts texts)
    {
        return await OneAsync(definitionId, versionOptions, versions) is { } found
            ? TypedResults.Ok(wire.Whole(found))
            : ApiProblems.NotFound(texts);
    }

    static async Task<Results<Ok<JsonObject>, ProblemHttpResult>> ByIdAsync(
        string id, DefinitionVersions versions, DefinitionWire wire, Texts texts) =>
        await versions.ByIdAsync(id) is { } found ? TypedResults.Ok(wire.Whole(found)) : ApiProblems.NotFound(texts);

    static async Task<Ok<StudioList<JsonObject>>> ManyAsync(string[] ids, DefinitionVersions versions, DefinitionWire wire)
    {
        var (page, _) = await new DefinitionQuery { Ids = ids }.ReadAsync(versions);
        return TypedResults.Ok(new StudioList<JsonObject>([.. page.Select(wire.Whole)]));
    }

    static async Task<Ok<object>> IsNameUniqueAsync(string name, string? definitionId, DefinitionVersions versions) =>
        TypedResults.Ok<object>(new
        {
            isUnique = (await versions.AllLatestAsync()).All(one =>
                one.DefinitionId == definitionId || !one.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)),
        });

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        string definitionId, string? versionOptions, DefinitionVersions versions, Texts texts)
    {
        return await OneAsync(definitionId, versionOptions, versions) is { } found
            ? DefinitionFiles.One(found)
            : ApiProblems.NotFound(texts);
    }

    static async Task<DefinitionVersion?> OneAsync(string definitionId, string? versionOptions, DefinitionVersions versions)
    {
        var wanted = versionOptions is null or "" ? "Latest" : versionOptions;
        var query = new DefinitionQuery
        {
            VersionOptions = wanted,
            PageSize = 1,
            OrderBy = "Version",
            OrderDirection = "Descending",
            DefinitionIds = [definitionId],
        };
        return (await query.ReadAsync(versions)).Page is [var found] ? found : null;
    }

    /// <param name="Ids">Of versions.</param>
    public sealed record ExportOf(string[] Ids);

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> BulkExportAsync(
        ExportOf body, DefinitionVersions versions, Texts texts)
    {
        var (page, _) = await new DefinitionQuery { Ids = body.Ids }.ReadAsync(versions);
        return page.Count > 0 ? DefinitionFiles.Zip(page) : ApiProblems.NotFound(texts);
    }
}
