using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>A-10: paper is abolished, so there must be no second way in. Read from the source, since a way in is code.</summary>
public sealed class OnlineOnlyTests
{
    [Test]
    public void A10_ARequestComesInByTheOnlineFormOnly_AndARightByAGrantedRequestOnly()
    {
        Assert.That(FilesWith("insert into requests"), Is.EqualTo(new[] { "Request.cs" }));
        Assert.That(FilesWith("request.Insert("), Is.EqualTo(new[] { "Filing.cs" }));
        Assert.That(FilesWith("insert into rights"), Is.EqualTo(new[] { "Right.cs" }));
        Assert.That(FilesWith("right.Insert("), Is.EqualTo(new[] { "GrantRight.cs" }));
        Assert.That(FilesWith("new Right\n").Concat(FilesWith("new Right ")), Is.SubsetOf(new[] { "GrantRight.cs", "DemoData.cs" }));
    }

    // A simulation and a bench begin with rights that are in use, in a store that is thrown away.
    static IEnumerable<string?> FilesWith(string text) => ((string[])["Activities", "Host"])
        .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Where(file => !file.StartsWith(Repository.Path("Activities/Simulation"), StringComparison.Ordinal)
            && !file.StartsWith(Repository.Path("Host/Commands/Bench"), StringComparison.Ordinal))
        .Where(file => File.ReadAllText(file).ReplaceLineEndings("\n").Contains(text, StringComparison.OrdinalIgnoreCase))
        .Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
