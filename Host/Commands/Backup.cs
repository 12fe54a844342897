using System.Text.Json;
using WorkflowHost.Web.Backup;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>backup FOLDER [--Section:Key=value …]</c>: copies the site's own store and its letters into a new folder, while hosts
/// work. The store first: a letter is on disk before a row speaks of it, so none can be missing. See docs/backup.md.
/// </summary>
static class BackupCommand
{
    public const string Manifest = "backup.json";

    /// <summary>What the copy is of.</summary>
    /// <param name="At">Everything that was answered before this instant is in it.</param>
    public sealed record About(DateTimeOffset At, string Kind, int Letters);

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is not [var folder, .. var settings] || folder.StartsWith('-'))
        {
            await output.WriteLineAsync("Usage: backup FOLDER [--Store:Path=… or another setting]");
            return 2;
        }
        try
        {
            return await CopyAsync(folder, settings, output);
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or SettingsException or InvalidOperationException
                or System.ComponentModel.Win32Exception)
        {
            await output.WriteLineAsync($"backup: {fault.Message}");
            return 1;
        }
    }

    static async Task<int> CopyAsync(string folder, string[] args, TextWriter output)
    {
        var settings = Composition.Settings(args);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"{folder} isn't empty. Give a new folder: nothing is overwritten.");
        Directory.CreateDirectory(folder);
        var at = TimeProvider.System.GetUtcNow();
        await StoreCopy.WriteAsync(settings.Store, folder);
        var letters = LetterCopy.Copy(settings.Letters.Folder, Path.Combine(folder, "letters"));
        // Written last: a folder without it is no backup.
        await File.WriteAllTextAsync(Path.Combine(folder, Manifest),
            JsonSerializer.Serialize(new About(at, settings.Store.Kind, letters), JsonSerializerOptions.Web));
        await output.WriteLineAsync($"{folder}: the store of {at:O}, and {letters} letters.");
        return 0;
    }
}
