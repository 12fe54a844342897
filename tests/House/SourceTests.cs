using System.Text.RegularExpressions;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.House;

/// <summary>What a reviewer would otherwise have to look for.</summary>
public sealed partial class SourceTests
{
    const int LongestFile = 300;

    const int LongestLine = 130;

    /// <summary>Folders and files whose lines are yet to be wrapped: none may be added.</summary>
    static readonly string[] LongLines =
    [
        "Activities/Requests/", "Activities/Letters/", "Activities/Approvals/", "Activities/Rights/", "Activities/Reviews/",
        "Activities/People/Departure.cs", "Activities/People/Deputies.cs", "Host/Features/Requests/", "Host/Features/Tasks/",
        "Host/Features/Circulars/", "Workflows/Engine/Definitions/", "Workflows/Engine/Expressions/",
        "tests/Engine/Definition", "tests/Circulars/", "tests/Browser/", "tests/Web/Requests", "tests/Web/Tasks",
    ];

    /// <summary>Longer than a file should be, each for a reason.</summary>
    static readonly string[] LongFiles = [];

    [Test]
    public void NobodyAsksTheMachineForTheTime_NorSleeps()
    {
        var guilty = Files("Workflows", "Activities", "Host", "tests")
            .Where(file => !file.EndsWith("SourceTests.cs", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Place: $"{file}:{index + 1}", line)))
            .Where(found => Clock().IsMatch(Comment().Replace(found.line, "")))
            .Select(found => $"{found.Place} {found.line.Trim()}");
        Assert.That(guilty, Is.Empty);
    }

    [Test]
    public void Files_AreShortEnoughToBeReadAtOnce()
    {
        var tooLong = Files("Workflows", "Activities", "Host")
            .Where(file => File.ReadLines(file).Count() > LongestFile)
            .Select(Path.GetFileName);
        Assert.That(tooLong, Is.SubsetOf(LongFiles));
    }

    [Test]
    public void Lines_FitAWindow()
    {
        var tooLong = Files("Workflows", "Activities", "Host", "tests")
            .Select(file => (file, Name: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')))
            .Where(file => !LongLines.Any(file.Name.StartsWith))
            .SelectMany(file => File.ReadLines(file.file).Select((line, index) => (file.Name, index, line.Length)))
            .Where(line => line.Length > LongestLine)
            .Select(line => $"{line.Name}:{line.index + 1} has {line.Length}");
        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void Sources_AreFound() => Assert.That(Files("Workflows", "Activities", "Host").Count(), Is.GreaterThan(100));

    static IEnumerable<string> Files(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !Generated().IsMatch(file));

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b|\bThread\.Sleep\b|\bTask\.Delay\b")]
    private static partial Regex Clock();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Generated();
}
