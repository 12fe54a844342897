using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Engine;
using WorkflowHost.Web.Operations;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Takes in the mails that a mail server, or a program that fetches them, lays down as .eml files in <c>Mail:InFolder</c>. What
/// is
/// taken goes to its folder "taken", what is no mail to "unreadable". A file may be looked at twice; it is taken once.
/// </summary>
public sealed class MailInFolder(
    MailSettings settings, IncomingMails mails, ILogger<MailInFolder> log, Measures? measures = null)
{
    const int AtOnce = 200;
    const int MostCounted = 10_000;

    /// <returns>How many files were taken.</returns>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        if (settings.InFolder.Length == 0 || !Directory.Exists(settings.InFolder))
            return 0;
        var taken = 0;
        foreach (var file in Directory.EnumerateFiles(settings.InFolder, "*.eml").Order(StringComparer.Ordinal).Take(AtOnce))
            if (!stop.IsCancellationRequested && await TakeAsync(file))
                taken++;
        return taken;
    }

    /// <summary>How many lie there, and since when the oldest of them.</summary>
    public (int Number, DateTimeOffset? Oldest) Waiting()
    {
        if (settings.InFolder.Length == 0 || !Directory.Exists(settings.InFolder))
            return (0, null);
        var files = new DirectoryInfo(settings.InFolder).EnumerateFiles("*.eml").Take(MostCounted)
            .Select(file => new DateTimeOffset(file.LastWriteTimeUtc)).ToList();
        return (files.Count, files.Count == 0 ? null : files.Min());
    }

    async Task<bool> TakeAsync(string file)
    {
        using var span = Telemetry.Spans.StartActivity("mail.receive");
        try
        {
            var kind = await mails.TakeAsync(await ReadAsync(file)) ?? "repeated";
            measures?.Incoming(kind);
            span?.SetTag("workflowhost.kind", kind);
            Move(file, "taken");
            return true;
        }
        catch (FileNotFoundException)
        {
            // Another host took it between the listing and the reading.
            return false;
        }
        catch (UnreadableMailException fault)
        {
            log.LogWarning("{File} was not taken in: {Reason}", Path.GetFileName(file), fault.Message);
            Move(file, "unreadable");
            measures?.Incoming("unreadable");
            return false;
        }
    }

    static async Task<byte[]> ReadAsync(string file) => new FileInfo(file).Length <= MimePart.MostBytes
        ? await File.ReadAllBytesAsync(file)
        : throw new UnreadableMailException($"it is larger than {MimePart.MostBytes / 1024 / 1024} MiB");

    void Move(string file, string folder)
    {
        var to = Directory.CreateDirectory(Path.Combine(settings.InFolder, folder)).FullName;
        File.Move(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
