using WorkflowHost.Web.Api;

namespace WorkflowHost.Web.Security;

/// <summary>
/// Keeps other sites from calling the APIs with a visitor's cookie. A form of a foreign site can neither send JSON nor a
/// header of ours; pages have antiforgery tokens instead.
/// </summary>
public sealed class ApiOrigin(RequestDelegate next)
{
    /// <summary>For calls without a JSON body, such as DELETE or an upload; any value.</summary>
    public const string Header = "X-WorkflowHost";

    public Task InvokeAsync(HttpContext context)
    {
        if (!ApiPaths.IsApi(context.Request.Path) || IsSafe(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
        || (IsOurOwn(request) && (request.HasJsonContentType() || request.Headers.ContainsKey(Header)));

    static bool IsOurOwn(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
}
