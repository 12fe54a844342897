using System.Diagnostics;

namespace WorkflowHost.Web.Operations;

/// <summary>One line a request: method, the page's pattern (never the address, which may hold a token), status, time.</summary>
public sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (Pattern(context) is { } pattern)
                log.LogInformation("{Method} {Pattern} {Status} {Milliseconds:0} ms", context.Request.Method, pattern,
                    context.Response.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    // Asked every few seconds by machines, these two would bury the rest.
    static string? Pattern(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText switch
    {
        "/health/live" or "/health/ready" or "/metrics" => null,
        { } pattern => "/" + pattern.TrimStart('/'),
        null => "(no page)",
    };
}
