using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

public sealed class ScriptDocsTests
{
    static IEnumerable<TestCaseData> Results =>
        DocumentedExamples.Results().Select(example => new TestCaseData(example.Expression, example.Result));

    static IEnumerable<TestCaseData> Refusals =>
        DocumentedExamples.Refusals().Select(example => new TestCaseData(example.Expression, example.Hint));

    [TestCaseSource(nameof(Results))]
    public void ExampleInTheDocs_GivesItsResult(string expression, string result)
    {
        var scope = FixedScope.OfDocs();
        Assert.That(Script.Parse(expression).Evaluate(scope), Is.EqualTo(Script.Parse(result).Evaluate(scope)));
    }

    [TestCaseSource(nameof(Refusals))]
    public void ExampleInTheDocs_IsRefusedWithItsHint(string expression, string hint)
    {
        Assert.That(
            () => Script.Parse(expression).Evaluate(FixedScope.OfDocs()),
            Throws.TypeOf<ScriptException>().With.Message.Contains(hint));
    }

    [Test]
    public void EveryFunction_HasAnExampleInTheDocs()
    {
        var expressions = DocumentedExamples.Results().Select(example => example.Expression).ToList();
        var missing = Script.FunctionNames.Where(name => !expressions.Exists(text => text.Contains(name + "(")));
        Assert.That(missing, Is.Empty);
        Assert.That(expressions, Has.Count.GreaterThan(80));
    }
}
