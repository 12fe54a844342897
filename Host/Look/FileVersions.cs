using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.WebUtilities;

namespace WorkflowHost.Web.Look;

/// <summary>
/// The version behind the address of a style sheet, so that a browser may keep it for long. Files don't change while the
/// program runs: each is read once, and nothing watches the disk, as the framework's own provider would for every host.
/// </summary>
public sealed class FileVersions(IWebHostEnvironment environment) : IFileVersionProvider
{
    readonly ConcurrentDictionary<string, string> known = new();

    public string AddFileVersionToPath(PathString requestPathBase, string path) => known.GetOrAdd(path, _ =>
    {
        var local = requestPathBase.HasValue && path.StartsWith(requestPathBase.Value, StringComparison.OrdinalIgnoreCase)
            ? path[requestPathBase.Value.Length..]
            : path;
        var file = environment.WebRootFileProvider.GetFileInfo(local);
        if (!file.Exists)
            return path;
        using var content = file.CreateReadStream();
        return QueryHelpers.AddQueryString(path, "v", WebEncoders.Base64UrlEncode(SHA256.HashData(content)));
    });
}
