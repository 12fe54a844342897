using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.People;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Designer.Definitions;
using WorkflowHost.Web.Designer.Descriptors;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>
/// The part of Elsa's REST API that Elsa Studio calls, in Elsa's dialect: names and envelopes are theirs, and so is 400 for
/// every refusal, which Studio shows. For designers only. Studio repeats a call up to three times: every write here may be
/// repeated.
/// </summary>
public static class StudioApi
{
    /// <summary>Bytes of a definition with its envelope.</summary>
    const long LargestBody = 8 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ApiPaths.Elsa)
            .RequireAuthorization(Role.Designer)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .ExcludeFromDescription()
            .AddEndpointFilter(StudioProblems.SayAsync);
        // One line a subject.
        DescriptorsApi.Map(api);
        DefinitionReadsApi.Map(api);
        DefinitionWritesApi.Map(api);
        BulkApi.Map(api);
    }
}
