using System.Reflection;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Every rule of circular A stands in the name of a test; a rule without one would be a promise.</summary>
public sealed class RuleCoverageTests
{
    [Test]
    public void EveryRuleOfCircularA_IsInTheNameOfATest()
    {
        var names = typeof(RuleCoverageTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(RuleCoverageTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<NUnitAttribute>().Any())
            .Select(method => method.Name).ToList();
        var rules = ShippedData.Circulars().Single(circular => circular.Id == "A").Clauses.Select(clause => clause.Id).ToList();
        Assert.That(rules, Has.Count.EqualTo(14));
        Assert.That(rules.Where(rule => !names.Any(name => name.Contains(rule.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal))), Is.Empty);
    }
}
