using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>
/// The id of a definition that Studio creates without one. It follows from the name, so that a repeated call makes no second
/// definition.
/// </summary>
static class NewDefinitionId
{
    public static async Task<string> OfAsync(JsonObject definition, DefinitionVersions versions)
    {
        if (definition["definitionId"]?.ToString() is { Length: > 0 } given)
            return given;
        var name = definition["name"]?.ToString() ?? "";
        var first = "w-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
        var id = first;
        // Taken by one that was renamed since.
        for (var number = 2; await versions.LatestAsync(id) is { } other && other.Name != name; number++)
            id = $"{first}-{number}";
        return id;
    }
}
