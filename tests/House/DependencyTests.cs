using System.Reflection;
using WorkflowHost.Activities;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web;

namespace WorkflowHost.Tests.House;

/// <summary>Host → Activities → Workflows; never upwards, never around. Read from what was compiled.</summary>
public sealed class DependencyTests
{
    static readonly Assembly Workflows = typeof(Database).Assembly;
    static readonly Assembly Activities = typeof(Tools).Assembly;
    static readonly Assembly Host = typeof(Composition).Assembly;

    [Test]
    public void Engine_KnowsOnlyStoresAndALog() =>
        Assert.That(Others(Workflows), Is.SubsetOf((string[])
        [
            "Dapper", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCLRaw.core", "SQLitePCLRaw.provider.e_sqlite3",
            "Microsoft.Extensions.Logging.Abstractions",
        ]));

    [Test]
    public void Activities_DoNotKnowThatAWebExists() =>
        Assert.That(Others(Activities), Is.SubsetOf((string[])
            ["WorkflowHost.Workflows", "Handlebars", "CsvHelper", "QRCoder", "Microsoft.Extensions.Logging.Abstractions"]));

    [Test]
    public void Interfaces_OfOurOwn_HaveTwoImplementationsOrMore()
    {
        var types = ((Assembly[])[Workflows, Activities, Host]).SelectMany(assembly => assembly.GetTypes()).ToList();
        var tests = typeof(DependencyTests).Assembly.GetTypes();
        var lonely = types.Where(type => type.IsInterface)
            .Where(seam => types.Concat(tests).Count(type => type.IsClass && seam.IsAssignableFrom(type)) < 2);
        Assert.That(lonely, Is.Empty);
    }

    static IEnumerable<string> Others(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!)
        .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
}
