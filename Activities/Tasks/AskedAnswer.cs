using System.Text.Json;
using System.Text.RegularExpressions;

namespace WorkflowHost.Activities.Tasks;

/// <summary>An answer that a designer named for <see cref="AskOrganisation"/>: "Sent=ส่งแล้ว|Sent".</summary>
/// <param name="Name">The outcome, as arrows name it: Latin letters and digits.</param>
/// <param name="Thai">What the button says.</param>
/// <param name="English">The same in English.</param>
public sealed partial record AskedAnswer(string Name, string Thai, string English)
{
    /// <summary>Null when the line doesn't read so.</summary>
    public static AskedAnswer? Parse(string line) => Form().Match(line) is { Success: true } match
        ? new AskedAnswer(match.Groups[1].Value, match.Groups[2].Value.Trim(), match.Groups[3].Value.Trim())
        : null;

    /// <summary>As <see cref="Parse"/>; of a line that reads otherwise, what stands before its sign is still the
    /// outcome.</summary>
    public static AskedAnswer Of(string line) => Parse(line) ?? new AskedAnswer(line.Split('=')[0].Trim(), line, line);

    public static string Write(IReadOnlyList<AskedAnswer> answers) =>
        JsonSerializer.Serialize(answers, JsonSerializerOptions.Web);

    public static IReadOnlyList<AskedAnswer> Read(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize<List<AskedAnswer>>(stored, JsonSerializerOptions.Web)!;

    [GeneratedRegex(@"^\s*([A-Za-z][A-Za-z0-9]{0,39})\s*=\s*([^|]+)\|\s*([^|]+)\z")]
    private static partial Regex Form();
}
