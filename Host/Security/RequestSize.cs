using Microsoft.AspNetCore.Http.Metadata;

namespace WorkflowHost.Web.Security;

/// <summary>
/// Refuses what says that it is too large before a byte of it is read, with an answer that says so. What does not say
/// its size meets the server's own limit.
/// </summary>
public sealed class RequestSize(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not { } length || length <= Limit(context))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }

    static long Limit(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize
        ?? SecurityParts.LargestRequest;
}
