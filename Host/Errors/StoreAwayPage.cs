using System.Text.Encodings.Web;

namespace WorkflowHost.Web.Errors;

/// <summary>
/// The one error page that is written by hand: while the database is away nobody knows who is signed in, and the page's frame
/// asks for that. Every other status is dressed by the pages around it.
/// </summary>
static class StoreAwayPage
{
    public static Task WriteAsync(HttpContext context)
    {
        if (context.Response.StatusCode != StatusCodes.Status503ServiceUnavailable || ErrorPages.WantsJson(context.Request))
            return Task.CompletedTask;
        var words = ErrorWords.Of(StatusCodes.Status503ServiceUnavailable);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.RetryAfter = "60";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="th">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{Html(words.TitleTh)}</title>
              <link rel="stylesheet" href="/site.css">
            </head>
            <body>
              <main class="narrow">
                <h1>{Html(words.TitleTh)}</h1>
                <p>{Html(words.WayOutTh)}</p>
                <p lang="en">{Html(words.TitleEn)}. {Html(words.WayOutEn)}</p>
                <p class="quiet">503 · {ErrorReference.Of(context)}</p>
              </main>
            </body>
            </html>
            """);
    }

    static string Html(string text) => HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text);
}
