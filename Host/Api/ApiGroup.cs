using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Api;

/// <summary>What all routes under /api have in common: JSON, a small body, refusals as problem details.</summary>
public static class ApiGroup
{
    /// <summary>Bytes of a call; letters have a route of their own.</summary>
    const long LargestBody = 64 * 1024;

    /// <summary>The routes of one subject, such as "requests".</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string subject) => routes
        .MapGroup("/api/" + subject)
        .RequireAuthorization()
        .WithTags(subject)
        .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .AddEndpointFilter(SayRefusalAsync);

    // What a verb refuses is no fault of the server: the clause and the way out go to the caller.
    static async ValueTask<object?> SayRefusalAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (RefusedException refusal)
        {
            return ApiProblems.Refused(refusal, call.HttpContext.RequestServices.GetRequiredService<Texts>());
        }
    }
}
