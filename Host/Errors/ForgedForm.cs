using Microsoft.AspNetCore.Antiforgery;

namespace WorkflowHost.Web.Errors;

/// <summary>
/// Refuses a form that comes without the token of its page, before anything reads it: the endpoints of our own, whose reading is
/// compiled with the program, would take it for a fault of theirs. Razor Pages look by themselves.
/// </summary>
public sealed class ForgedForm(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
