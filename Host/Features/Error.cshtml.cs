using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Engine;
using WorkflowHost.Web.Errors;

namespace WorkflowHost.Web.Features;

/// <summary>What went wrong, and the way out; shown at the address that failed.</summary>
[AllowAnonymous]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public ErrorWords Words { get; private set; } = ErrorWords.Of(404);

    /// <summary>By what an operator finds it in the log.</summary>
    public string Reference => ErrorReference.Of(HttpContext);

    public RefusedException? Refusal { get; private set; }

    public void OnGet(int status)
    {
        Status = status is >= 400 and <= 599 ? status : 404;
        Words = ErrorWords.Of(Status);
        Refusal = ErrorPages.Refusal(HttpContext);
        Response.StatusCode = Status;
    }
}
