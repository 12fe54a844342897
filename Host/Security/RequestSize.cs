using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace WorkflowHost.Web.Security;

/// <summary>
/// Refuses what says that it is too large without reading it, with an answer that says so. What does not say
/// its size meets the server's own limit.
/// </summary>
public sealed class RequestSize(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not { } length || length <= Limit(context))
            return next(context);
        // The server may then take in the rest and drop it; a browser cut off while it sends would not show the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = null;
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }

    static long Limit(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize
        ?? SecurityParts.LargestRequest;
}
