using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>export [FOLDER] [--Section:Key=value …]</c>: writes the published definitions of the site's own store to
/// FOLDER/{definitionId}.json (FOLDER is Workflows when nothing is said), in the canonical form. What is the same already is
/// left as it is; nothing is deleted.
/// </summary>
static class Export
{
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var folder = args is [var first, ..] && !first.StartsWith('-') ? first : null;
        try
        {
            return await WriteAsync(folder ?? "Workflows", folder is null ? args : args[1..], output);
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or SettingsException or InvalidOperationException)
        {
            await output.WriteLineAsync($"export: {fault.Message}");
            return 1;
        }
    }

    static async Task<int> WriteAsync(string folder, string[] settings, TextWriter output)
    {
        await using var app = Composition.Build(settings);
        var database = app.Services.GetRequiredService<Database>();
        await Preparation.MigrateAsync(database, app.Services.GetRequiredService<TimeProvider>());
        var published = await database.QueryAsync<DefinitionVersion>(
            """
            select d.definition_id, d.version, d.json from definitions d
              join published_definitions p on p.definition_id = d.definition_id and p.version = d.version order by d.definition_id
            """);
        Directory.CreateDirectory(folder);
        foreach (var version in published)
            await output.WriteLineAsync(await WriteOneAsync(Path.Combine(folder, version.DefinitionId + ".json"), version));
        await output.WriteLineAsync($"{published.Count} definition(s) are published.");
        return 0;
    }

    static async Task<string> WriteOneAsync(string file, DefinitionVersion version)
    {
        var text = DefinitionText.Canonical(DefinitionText.Parse(version.Json), version.DefinitionId, version.Version);
        if (File.Exists(file) && await File.ReadAllTextAsync(file) == text)
            return $"{file}: version {version.Version}, unchanged";
        await File.WriteAllTextAsync(file, text);
        return $"{file}: version {version.Version}, written";
    }
}
