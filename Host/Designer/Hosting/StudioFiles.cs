using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace WorkflowHost.Web.Designer.Hosting;

/// <summary>
/// Serves the files of Elsa Studio's package under /studio as they came, in the packed form (.br or .gz) that lies beside
/// each. Its own start page is not served: ours take its place.
/// </summary>
public static partial class StudioFiles
{
    public const string Path = "/studio";

    const string KeepForEver = "public, max-age=31536000, immutable";

    static readonly (string Name, string Extension)[] Packings = [("br", ".br"), ("gzip", ".gz")];

    static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings =
        {
            [".dat"] = "application/octet-stream",
            [".wasm"] = "application/wasm",
            [".webmanifest"] = "application/manifest+json",
        },
    };

    public static void UseStudioFiles(this WebApplication app)
    {
        if (app.Services.GetRequiredService<StudioFolder>().Path is not { } folder)
            return;
        var files = new PhysicalFileProvider(folder);
        app.UseWhen(context => IsFile(context.Request.Path), studio =>
        {
            studio.Use((context, next) =>
            {
                Pack(context, files);
                return next(context);
            });
            studio.UseStaticFiles(new StaticFileOptions
            {
                RequestPath = Path,
                FileProvider = files,
                ServeUnknownFileTypes = true,
                OnPrepareResponse = Dress,
            });
        });
    }

    static bool IsFile(PathString path) =>
        path.StartsWithSegments(Path + "/_framework") || path.StartsWithSegments(Path + "/_content")
        || path == Path + "/Elsa.Studio.Host.CustomElements.styles.css" || path == Path + "/appsettings.json";

    // Asks for the packed file in place of the other, if the browser takes it.
    static void Pack(HttpContext context, PhysicalFileProvider files)
    {
        var request = context.Request;
        var asked = request.Path;
        if (!asked.StartsWithSegments(Path, out var file))
            return;
        foreach (var (name, extension) in Packings)
            if (Takes(request, name) && files.GetFileInfo(file + extension).Exists)
            {
                request.Path = asked + extension;
                context.Response.Headers.ContentEncoding = name;
                return;
            }
    }

    static bool Takes(HttpRequest request, string packing) => request.GetTypedHeaders().AcceptEncoding
        .Any(one => one.Value.Equals(packing, StringComparison.OrdinalIgnoreCase) && one.Quality != 0);

    static void Dress(StaticFileResponseContext file)
    {
        var response = file.Context.Response;
        var name = file.File.Name;
        if (response.Headers.ContentEncoding.Count > 0)
            name = System.IO.Path.GetFileNameWithoutExtension(name);
        response.ContentType = Types.TryGetContentType(name, out var type) ? type : "application/octet-stream";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = Fingerprint().IsMatch(name) ? KeepForEver : "no-cache";
    }

    // Blazor puts a hash of the content into the names of its files, such as System.Linq.0a1b2c3d4e.wasm.
    [GeneratedRegex(@"\.[0-9a-z]{10}\.(wasm|js|dat|pdb)$")]
    private static partial Regex Fingerprint();
}
