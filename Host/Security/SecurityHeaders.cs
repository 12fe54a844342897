using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;

namespace WorkflowHost.Web.Security;

/// <summary>Puts the headers on every response that keep a browser from doing what nobody asked for.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    const string Csp = "Content-Security-Policy";

    // Letters are PDF files of our own in a frame; nothing else is framed, and nobody frames us.
    const string Pages =
        "default-src 'self'; img-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        + "frame-ancestors 'none'";

    const string FramedFile = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

    // Elsa Studio is WebAssembly; its widgets set styles of their own, and its canvas and its lists add one script each (3.8.2).
    const string Studio =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' "
        + "'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[Csp] = Pages;
        headers.XContentTypeOptions = "nosniff";
        // Addresses of mailed links hold tokens; they must not travel on.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.OnStarting(KeepOutOfCaches, context.Response);
        return next(context);
    }

    /// <summary>Lets our own pages show this response in a frame: for letters, and nothing that runs scripts.</summary>
    public static void AllowOwnFrame(HttpResponse response) => response.Headers[Csp] = FramedFile;

    /// <summary>Lets a page hold a widget of Elsa Studio.</summary>
    public static void AllowStudio(HttpResponse response) => response.Headers[Csp] = Studio;

    /// <summary>A file asked for by its content's hash never changes; others are asked for again each time.</summary>
    public static void KeepVersionedFiles(StaticFileResponseContext file) => file.Context.Response.Headers.CacheControl =
        file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";

    static Task KeepOutOfCaches(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        if (StringValues.IsNullOrEmpty(headers.CacheControl))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
