using System.Diagnostics;

namespace WorkflowHost.Web.Errors;

/// <summary>
/// By what an operator finds a request in the log and in the traces: its trace id (W3C), 32 hex digits. People read it from the
/// error page, programs from "traceId" in problem details.
/// </summary>
public static class ErrorReference
{
    const string Key = "traceId";

    public static string Of(HttpContext context) => Activity.Current is { IdFormat: ActivityIdFormat.W3C } span
        ? span.TraceId.ToHexString()
        : context.TraceIdentifier;

    public static void AddTo(ProblemDetailsContext problem) =>
        problem.ProblemDetails.Extensions[Key] = Of(problem.HttpContext);
}
