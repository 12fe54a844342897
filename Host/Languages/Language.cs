using System.Globalization;
using WorkflowHost.Web.Api;

namespace WorkflowHost.Web.Languages;

/// <summary>
/// Sets the language of a request from its cookie: Thai unless English was chosen. Numbers and dates are read and
/// written invariantly in both; under th-TH an ISO date would be taken for the year 1480.
/// </summary>
public sealed class Language(RequestDelegate next)
{
    internal const string Cookie = "language";

    static readonly CultureInfo Thai = CultureInfo.GetCultureInfo("th-TH");
    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public Task InvokeAsync(HttpContext context)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = Chosen(context.Request) == "en" ? English : Thai;
        return next(context);
    }

    // A program has no cookie; it says what it reads. A browser's header is mostly the system's and no choice of its user.
    static string? Chosen(HttpRequest request) => request.Cookies[Cookie]
        ?? (ApiPaths.IsApi(request.Path)
            && request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase)
            ? "en"
            : null);
}
