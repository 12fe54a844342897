using System.Data.Common;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Errors;

/// <summary>
/// What becomes of an error: a page in the visitor's language that says what to do, or problem details (RFC 9457) for
/// programs. Only the error's kind leaves the house; the rest is in the log.
/// </summary>
public static class ErrorPages
{
    /// <summary>ENOSPC; .NET hands on the number of the system on Linux, where the service runs.</summary>
    const int DiskFull = 28;

    public static void UseErrors(this WebApplication app)
    {
        app.UseWhen(context => !WantsJson(context.Request), pages => pages
            .UseStatusCodePagesWithReExecute("/error/{0}")
            .Use(ReadErrorPageAsync));
        app.UseWhen(context => WantsJson(context.Request), programs => programs.UseStatusCodePages(WriteProblemAsync));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusOf,
            ExceptionHandler = StoreAwayPage.WriteAsync,
            SuppressDiagnosticsCallback = fault => fault.Exception is RefusedException or BadHttpRequestException,
        });
    }

    public static bool WantsJson(HttpRequest request) =>
        ApiPaths.IsApi(request.Path)
        || request.GetTypedHeaders().Accept is [{ MediaType.Value: "application/json" or "application/problem+json" }, ..];

    /// <summary>The refusal behind this response, or null.</summary>
    public static RefusedException? Refusal(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error as RefusedException;

    // The page is read, whatever was sent: looking at the body again would trip over the very fault it speaks of.
    static async Task ReadErrorPageAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            context.Request.Method = HttpMethods.Get;
            context.Request.ContentType = null;
            context.Request.ContentLength = null;
            context.Features.Set<IAntiforgeryValidationFeature>(null);
        }
        await next(context);
        context.Request.Method = method;
    }

    static int StatusOf(Exception fault) => fault switch
    {
        RefusedException => StatusCodes.Status409Conflict,
        BadHttpRequestException bad => bad.StatusCode,
        DbException lost when IsAway(lost) => StatusCodes.Status503ServiceUnavailable,
        CommitUnknownException => StatusCodes.Status503ServiceUnavailable,
        IOException { HResult: DiskFull } => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };

    // 57P: the server is being shut down or recovers, which Npgsql does not call transient in every case.
    static bool IsAway(DbException fault) =>
        fault.IsTransient || fault.SqlState?.StartsWith("57P", StringComparison.Ordinal) == true;

    static Task WriteProblemAsync(StatusCodeContext pages)
    {
        var context = pages.HttpContext;
        var words = ErrorWords.Of(context.Response.StatusCode);
        var texts = context.RequestServices.GetRequiredService<Texts>();
        var refusal = Refusal(context);
        var problem = new ProblemDetails
        {
            Status = context.Response.StatusCode,
            Title = texts[words.TitleTh, words.TitleEn],
            Detail = refusal is null ? texts[words.WayOutTh, words.WayOutEn] : texts[refusal.Thai, refusal.English],
        };
        ErrorReference.AddTo(new() { HttpContext = context, ProblemDetails = problem });
        if (refusal is not null)
            (problem.Extensions["code"], problem.Extensions["rule"]) = (refusal.Code, refusal.Rule);
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }
}
