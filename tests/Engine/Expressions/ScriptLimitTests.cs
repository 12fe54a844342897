using System.Diagnostics;
using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

public sealed class ScriptLimitTests
{
    static readonly (string Open, string Close)[] nests =
    [
        ("(", ")"), ("[", "]"), ("{a:", "}"), ("!", ""), ("-", ""), ("!-", ""), ("`${", "}`"), ("true?", ":1"), ("true?1:", ""),
        ("1**", ""), ("2**-", ""), ("String(", ")"), ("[1][", "]"), ("'a'.includes(", ")"), ("1??", ""), ("true&&", ""),
        ("1+", ""), ("1+(", ")"), ("1===", ""), ("{}?.a[", "]"),
    ];

    static IEnumerable<TestCaseData> Nests()
    {
        foreach (var (open, close) in nests)
        {
            var fitting = 3_900 / (open.Length + close.Length);
            yield return new TestCaseData(open, close, fitting);
            yield return new TestCaseData(open, "", fitting);
            yield return new TestCaseData(open, close, 20_000);
        }
    }

    /// <summary>In a thread with the default stack, as in a request; an overflow would end the test run.</summary>
    [TestCaseSource(nameof(Nests))]
    public void DeepNest_IsRefusedOrEvaluated_NeverAnOverflow(string open, string close, int count)
    {
        var text = string.Concat(Enumerable.Repeat(open, count)) + "1" + string.Concat(Enumerable.Repeat(close, count));
        Assert.That(OutcomeInThread(text), Is.Null.Or.TypeOf<ScriptException>());
    }

    [TestCase("(", ")", 63, true)]
    [TestCase("(", ")", 64, false)]
    [TestCase("[", "]", 63, true)]
    [TestCase("[", "]", 64, false)]
    [TestCase("`${", "}`", 63, true)]
    [TestCase("`${", "}`", 64, false)]
    [TestCase("!", "", 63, true)]
    [TestCase("!", "", 64, false)]
    [TestCase("true?1:", "", 300, true)]
    [TestCase("1**", "", 900, true)]
    public void Depth_IsBoundedAt64_AndFlatChainsAreNotDeep(string open, string close, int count, bool allowed)
    {
        var text = string.Concat(Enumerable.Repeat(open, count)) + "1" + string.Concat(Enumerable.Repeat(close, count));
        Assert.That(OutcomeInThread(text), allowed ? Is.Null : Is.TypeOf<ScriptException>());
    }

    [Test]
    public void LongFlatChain_IsEvaluated()
    {
        var sum = string.Join('+', Enumerable.Repeat("1", 999));
        Assert.That(Script.Parse(sum).Evaluate(new FixedScope()), Is.EqualTo(999.0));
        var members = "{}" + string.Concat(Enumerable.Repeat("?.a", 900));
        Assert.That(Script.Parse(members).Evaluate(new FixedScope()), Is.Null);
    }

    [Test]
    public void TooManyParts_AreRefused() => Assert.That(
        () => Script.Parse(string.Join('+', Enumerable.Repeat("1", 1_500))),
        Throws.TypeOf<ScriptException>().With.Message.Contains("1000 parts"));

    [Test]
    public void TooLongText_IsRefusedAndSaysHowLong()
    {
        Assert.That(Script.Parse($"'{new string('a', 3_998)}'").Evaluate(new FixedScope()), Has.Length.EqualTo(3_998));
        var refusal = Assert.Throws<ScriptException>(() => Script.Parse($"'{new string('a', 3_999)}'"))!;
        Assert.That(refusal.Message, Does.Contain("4001 characters").And.Contains("4000"));
    }

    [TestCase("'a'.padStart(1e9)")]
    [TestCase("'a'.padEnd(1e308, 'b')")]
    [TestCase("'a'.padEnd(65536).replaceAll(' ', '12')")]
    [TestCase("'a'.padEnd(65536) + 'b'")]
    [TestCase("`${'a'.padEnd(65536)}${'b'}`")]
    [TestCase("['a'.padEnd(40000), 'a'.padEnd(40000)].join()")]
    [TestCase("String(['a'.padEnd(40000), 'a'.padEnd(40000)])")]
    [TestCase("'a'.padEnd(20000).split('')")]
    [TestCase("'a'.padEnd(20000).split(' ')")]
    [TestCase("'a'.padEnd(9999).split('').concat('a'.padEnd(9999).split(''))")]
    [TestCase("'a'.padEnd(65536, 'a').includes('a'.padEnd(32000, 'a') + 'b' + 'a'.padEnd(32000, 'a'))")]
    public void TextListOrWorkBeyondTheLimit_IsAFault(string text)
    {
        var script = Script.Parse(text);
        Assert.That(() => script.Evaluate(new FixedScope()), Throws.TypeOf<ScriptException>());
    }

    [TestCase("'a'.padEnd(65536).length", 65_536.0)]
    [TestCase("'a'.padEnd(9999).split('').length", 9_999.0)]
    public void TextOrListAtTheLimit_IsMade(string text, double expected) =>
        Assert.That(Script.Parse(text).Evaluate(new FixedScope()), Is.EqualTo(expected));

    [Test]
    public void ListThatHoldsItself_DoesNotHang()
    {
        var cycle = new object?[2];
        cycle[0] = cycle;
        cycle[1] = cycle;
        var scope = new FixedScope { Variables = { ["L"] = cycle } };
        Assert.That(() => Script.Parse("'' + getL()").Evaluate(scope), Throws.TypeOf<ScriptException>());
        Assert.That(() => Script.Parse("getL().join('')").Evaluate(scope), Throws.TypeOf<ScriptException>());
        Assert.That(() => ScriptValue.ToText(cycle), Throws.TypeOf<ScriptException>());
    }

    [Test]
    public void WorstExpressions_EndWithinTheWorkBound()
    {
        const string Big = "'a'.padEnd(65536,'a')";
        var texts = new[]
        {
            string.Join('+', Enumerable.Repeat($"{Big}.length", 120)),
            string.Join("&&", Enumerable.Repeat($"!{Big}.includes('aaaaaaab')", 100)),
            "[" + string.Join(',', Enumerable.Repeat($"{Big}.toUpperCase()", 100)) + "].length",
            "[" + string.Join(',', Enumerable.Repeat("'a'.padEnd(9999).split('')", 100)) + "].length",
        };
        var clock = Stopwatch.StartNew();
        foreach (var text in texts)
            Assert.That(OutcomeInThread(text), Is.Null.Or.TypeOf<ScriptException>());

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    static Exception? OutcomeInThread(string text)
    {
        Exception? outcome = null;
        var thread = new Thread(() =>
        {
            try
            {
                Script.Parse(text).Evaluate(FixedScope.OfDocs());
            }
            catch (Exception fault)
            {
                outcome = fault;
            }
        });
        thread.Start();
        thread.Join();
        return outcome;
    }
}
