using System.Text.RegularExpressions;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Operations;

/// <summary>The statements that stand whole in the sources; those put together from parts are met on the way.</summary>
static partial class SourceStatements
{
    /// <summary>May read whole tables, each for a reason.</summary>
    static readonly Dictionary<string, string> ByDesign = new()
    {
        ["Activities/Simulation/"] = "a store of one simulation, thrown away",
        ["Activities/People/CitizenIdResealing.cs"] = "seals everything under a new key",
        ["Host/Backup/"] = "a whole store is copied, and its links ended",
        ["Host/Commands/"] = "a person at a terminal waits",
        ["Host/SignIn/DemoAccount.cs"] = "the sign-in page of Development",
    };

    const string Rest = "(?:[^\"\\\\\\n]|\\\\.)*\"";

    public static IEnumerable<(string File, string Sql)> All() =>
        from folder in (string[])["Workflows", "Activities", "Host"]
        from path in Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
        where !Generated().IsMatch(path)
        let file = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !ByDesign.Keys.Any(file.StartsWith)
        from sql in In(File.ReadAllText(path))
        select (file, StatementPlans.Plain(sql));

    // A constant of these names is the beginning of several statements.
    static IEnumerable<string> In(string source) =>
    [
        .. Raw().Matches(source).Where(match => !match.Groups[1].Success).Select(match => match.Groups[2].Value),
        .. Joined().Matches(source).Where(match => !match.Groups[1].Success)
            .Select(match => string.Concat(Literal().Matches(match.Value).Select(part => part.Groups[1].Value))),
    ];

    [GeneratedRegex("((?:Sql|Query) =>?\\s*|\\$)?\"\"\"\\r?\\n(.*?)\\n\\s*\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Raw();

    [GeneratedRegex("((?:Sql|Query) =>?\\s*|\\$)?(?<![\\$\"\\w])\"(?:select|insert|update|delete)" + Rest
        + "(?:\\s*\\+\\s*\"" + Rest + ")*(?!\\s*\\+)")]
    private static partial Regex Joined();

    [GeneratedRegex("\"((?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Generated();
}
