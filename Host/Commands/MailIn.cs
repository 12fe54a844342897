using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>mail-in [--Section:Key=value …] &lt; message</c>: takes in one mail, as a mail server pipes it. Exit codes are a mail
/// server's (sysexits): 0 taken, 65 no mail, 75 try again later. SQLite serves one process; beside a running host use
/// Mail:InFolder.
/// </summary>
public static class MailIn
{
    const int NoMail = 65;
    const int TryAgainLater = 75;

    public static Task<int> RunAsync(string[] args, TextWriter output) => RunAsync(args, Console.OpenStandardInput(), output);

    public static async Task<int> RunAsync(string[] args, Stream input, TextWriter output)
    {
        try
        {
            await using var app = Composition.Build(args);
            await Preparation.MigrateAsync(
                app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<TimeProvider>());
            var kind = await app.Services.GetRequiredService<IncomingMails>().TakeAsync(await ReadAsync(input));
            await output.WriteLineAsync(kind is null ? "mail-in: taken in before" : $"mail-in: taken in as {kind}");
            return 0;
        }
        catch (UnreadableMailException fault)
        {
            await output.WriteLineAsync($"mail-in: {fault.Message}");
            return NoMail;
        }
        catch (Exception fault) when (
            fault is IOException or SettingsException or InvalidOperationException or System.Data.Common.DbException)
        {
            await output.WriteLineAsync($"mail-in: {fault.Message}");
            return TryAgainLater;
        }
    }

    static async Task<byte[]> ReadAsync(Stream input)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await input.ReadAsync(buffer)) > 0;)
            if (kept.Length + read > MimePart.MostBytes)
                throw new UnreadableMailException($"it is larger than {MimePart.MostBytes / 1024 / 1024} MiB");
            else
                kept.Write(buffer, 0, read);
        return kept.ToArray();
    }
}
