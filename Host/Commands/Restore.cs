using System.Text.Json;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Backup;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>restore FOLDER --sent JOURNALS [--Section:Key=value …]</c>: brings a backup back into an empty store, with no host
/// running, and prints the differences between it and the world as one JSON object (T104). See docs/backup.md.
/// </summary>
static class RestoreCommand
{
    const string Usage =
        "Usage: restore FOLDER (--sent FOLDER… | --without-journal) [--Store:Path=… or another setting]\n"
        + "--sent names the folders of the sent mails (Mail:SentFolder) of all hosts. Without them, what was mailed since the backup\n"
        + "can be mailed again when the clock catches up.";

    static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var (folder, sent, without, settings) = Parse(args);
        if (folder is null || (sent.Count == 0) != without)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            return await RestoreAsync(folder, sent, settings, output);
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or SettingsException or InvalidOperationException
                or JsonException or System.ComponentModel.Win32Exception)
        {
            await output.WriteLineAsync($"restore: {fault.Message}");
            return 1;
        }
    }

    static (string? Folder, List<string> Sent, bool Without, string[] Settings) Parse(string[] args)
    {
        var (sent, settings, without) = (new List<string>(), new List<string>(), false);
        for (var i = 1; i < args.Length; i++)
            if (args[i] == "--without-journal")
                without = true;
            else if (args[i] == "--sent" && i + 1 < args.Length)
                sent.Add(args[++i]);
            else
                settings.Add(args[i]);
        return (args is [var folder, ..] && !folder.StartsWith('-') ? folder : null, sent, without, [.. settings]);
    }

    static async Task<int> RestoreAsync(string folder, List<string> sent, string[] args, TextWriter output)
    {
        var about = JsonSerializer.Deserialize<BackupCommand.About>(
            await File.ReadAllTextAsync(Path.Combine(folder, BackupCommand.Manifest)), JsonSerializerOptions.Web)!;
        var settings = Composition.Settings(args);
        var lost = LettersUnknownTo(folder, settings.Letters.Folder);
        await StoreCopy.ReadAsync(settings.Store, folder);
        LetterCopy.Copy(Path.Combine(folder, "letters"), settings.Letters.Folder);
        await using var app = Composition.Build(args);
        var differences = await AfterRestore.SettleAsync(
            app.Services.GetRequiredService<Database>(), about.At, SentJournal.Read(sent),
            app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await output.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                backupAt = about.At,
                mailsSentSinceAndNotSentAgain = differences.SentSince,
                mailsHeldForAnOperator = differences.Held,
                linksEnded = differences.Links,
                mailsOfWhichTheBackupKnowsNothing = differences.Unknown,
                lettersOfWhichTheBackupKnowsNothing = lost,
            }, Indented));
        return 0;
    }

    // Letters that were uploaded after the backup and outlived the store: nothing is deleted.
    static List<string> LettersUnknownTo(string backup, string letters) =>
        [.. LetterCopy.Names(letters).Except(LetterCopy.Names(Path.Combine(backup, "letters"))).Order(StringComparer.Ordinal)];
}
