using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>Definitions as files to carry away: the canonical text as it is stored.</summary>
static class DefinitionFiles
{
    public static FileContentHttpResult One(DefinitionVersion version) =>
        TypedResults.File(Encoding.UTF8.GetBytes(version.Json), "application/json", Name(version));

    public static FileContentHttpResult Zip(IReadOnlyList<DefinitionVersion> versions)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var version in versions)
            {
                var entry = zip.CreateEntry(Name(version));
                // The same versions make the same file.
                entry.LastWriteTime = version.SavedAt;
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(version.Json));
            }
        return TypedResults.File(memory.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    static string Name(DefinitionVersion version) => $"{version.DefinitionId}-v{version.Version}.json";
}
