using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Publishing;

/// <summary>The definitions that come with the program, as files.</summary>
public sealed class ShippedDefinitionsTests
{
    static IEnumerable<string> Names => Directory.GetFiles(Repository.Path("Workflows"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public void A_shipped_file_is_what_export_would_write(string name)
    {
        var text = File.ReadAllText(Repository.Path($"Workflows/{name}.json"));
        var definition = DefinitionText.Parse(text);
        Assert.That(text, Is.EqualTo(DefinitionText.Canonical(definition, name, definition["version"]!.GetValue<int>())));
    }

    // circular-report carries out whichever circular it is started for, and names none.
    static IEnumerable<string> OfACircular => Names.Where(name =>
        ClauseCoverage.CircularOf(DefinitionText.Parse(Version(name).Json)) is not null);

    [TestCaseSource(nameof(OfACircular))]
    public void T85_Every_clause_of_its_circular_has_a_step_or_a_recorded_decision(string name)
    {
        var all = Names.Select(Version).ToList();
        var counted = all.Select(one =>
            new CountedDefinition { DefinitionId = one.DefinitionId, Name = one.Name, Json = one.Json });
        var clauses = ClauseCoverage.Of(Version(name), [.. counted], ShippedData.Circulars());
        Assert.That(clauses, Is.Not.Empty);
        Assert.That(clauses.Where(clause => !clause.IsCovered).Select(clause => clause.Clause.Id), Is.Empty);
        foreach (var decision in clauses.Select(clause => clause.Decision).OfType<ClauseDecision>())
            Assert.That((decision.By.Length > 0, decision.On is not null, decision.English != decision.Thai),
                Is.EqualTo((true, true, true)));
    }

    static DefinitionVersion Version(string name)
    {
        var text = File.ReadAllText(Repository.Path($"Workflows/{name}.json"));
        var definition = DefinitionText.Parse(text);
        return new DefinitionVersion
        {
            DefinitionId = definition["definitionId"]!.ToString(),
            Version = definition["version"]!.GetValue<int>(),
            Name = definition["name"]!.ToString(),
            Json = text,
        };
    }
}
