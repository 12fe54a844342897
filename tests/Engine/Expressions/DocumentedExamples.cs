using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace WorkflowHost.Tests.Engine.Expressions;

/// <summary>Reads the examples out of docs/expressions.md: rows of tables, and lines of code with → or ✗.</summary>
static partial class DocumentedExamples
{
    public static string Page { get; } = File.ReadAllText(Path.Combine(Root(), "docs", "expressions.md"));

    public static IEnumerable<(string Expression, string Result)> Results() =>
        Row().Matches(Page).Concat(Line().Matches(Page).Where(match => match.Groups["mark"].Value == "→"))
            .Select(match => (match.Groups["expression"].Value, match.Groups["result"].Value));

    public static IEnumerable<(string Expression, string Hint)> Refusals() =>
        Line().Matches(Page).Where(match => match.Groups["mark"].Value == "✗")
            .Select(match => (match.Groups["expression"].Value, match.Groups["result"].Value));

    /// <summary>The checkout, by walking up from this source file.</summary>
    static string Root([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Build.props")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException($"No Directory.Build.props above {here}.");
    }

    [GeneratedRegex(@"^\| `[^`]+` \| [^|]+ \| `(?<expression>[^`]+)` \| `(?<result>[^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?<expression>\S.*?) +// (?<mark>→|✗) (?<result>.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
