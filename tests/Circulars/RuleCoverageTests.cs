using System.Reflection;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Every rule of a circular stands in the name of a test; a rule without one would be a promise.</summary>
public sealed class RuleCoverageTests
{
    [TestCase("A", 14)]
    [TestCase("B", 11)]
    [TestCase("C", 17)]
    [TestCase("D", 14)]
    [TestCase("E", 12)]
    public void EveryRule_IsInTheNameOfATest(string id, int count)
    {
        var names = typeof(RuleCoverageTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(RuleCoverageTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<NUnitAttribute>().Any())
            .Select(method => method.Name).ToList();
        var rules = ShippedData.Circulars().Single(circular => circular.Id == id).Clauses.Select(clause => clause.Id).ToList();
        Assert.That(rules, Has.Count.EqualTo(count));
        Assert.That(rules.Where(rule => !names.Any(name => name.Contains(rule.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal))), Is.Empty);
    }
}
