using System.Globalization;
using System.Text;
using System.Text.Json;
using WorkflowHost.Engine.Outbox;

namespace WorkflowHost.Web.Backup;

/// <summary>A mail that left: when, and which it was.</summary>
/// <param name="Key">The outbox key, the same whenever the step that queued the mail is played.</param>
public sealed record SentMail(DateTimeOffset At, string Key, string Recipient);

/// <summary>
/// A line for each mail that left, in files beside the store and not in it: when the store is lost and last night's backup comes
/// back, they say what was sent since, so that it is not sent again (T104). A file a day and host.
/// </summary>
public sealed class SentJournal(string folder, TimeProvider clock)
{
    const string Pattern = "sent-*.jsonl";

    readonly Lock turn = new();

    public void Add(OutboxItem item)
    {
        var now = clock.GetUtcNow();
        var line = JsonSerializer.Serialize(new SentMail(now, item.Key, item.Recipient), JsonSerializerOptions.Web);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"sent-{now:yyyyMMdd}-{Environment.MachineName}-{Environment.ProcessId}.jsonl");
        lock (turn)
        {
            Directory.CreateDirectory(folder);
            File.AppendAllText(Path.Combine(folder, name), line + "\n", Encoding.UTF8);
        }
    }

    /// <summary>Everything that left, oldest first. What the backup knows of does no harm, and clocks may differ.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    public static IReadOnlyList<SentMail> Read(IEnumerable<string> folders) =>
        [.. folders.SelectMany(folder => Directory.GetFiles(folder, Pattern)).SelectMany(File.ReadLines).Select(Parse)
            .OfType<SentMail>().OrderBy(mail => mail.At)];

    // The last line of a host that lost its power may be half a line.
    static SentMail? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SentMail>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
