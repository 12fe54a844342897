using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

public sealed class ScriptOperatorTests
{
    [TestCase("1 + 2 * 3 - 4 / 2", 5)]
    [TestCase("2 * 3 ** 2", 18)]
    [TestCase("(2 + 3) * 4", 20)]
    [TestCase("10 - 3 - 2", 5)]
    [TestCase("2 ** 3 ** 2", 512)]
    [TestCase("2 ** -1", 0.5)]
    [TestCase("(-2) ** 2", 4)]
    [TestCase("-7 % 3", -1)]
    [TestCase("- - 5", 5)]
    [TestCase("1e3 + .5 + 1.", 1001.5)]
    [TestCase("1 / 0", double.PositiveInfinity)]
    public void Arithmetic_FollowsPrecedenceAndSides(string text, double expected) => Gives(text, expected);

    [TestCase("1 < 2 == true", true)]
    [TestCase("1 + 1 == 2 && 2 > 1", true)]
    [TestCase("true || false && false", true)]
    [TestCase("(true || false) && false", false)]
    [TestCase("!true || !false", true)]
    [TestCase("null == undefined", true)]
    [TestCase("null === false", false)]
    [TestCase("0 / 0 == 0 / 0", false)]
    [TestCase("0 / 0 < 1", false)]
    [TestCase("0 / 0 >= 1", false)]
    [TestCase("'1' == 1", false)]
    [TestCase("'1' != 1", true)]
    [TestCase("'a' < 'b' && 'B' < 'a'", true)]
    [TestCase("'' !== 'a'", true)]
    [TestCase("date('2026-01-31') == date('2026-01-31T00:00:00+07:00')", true)]
    [TestCase("!![] && !!{}", true)]
    public void Comparison_IsStrict(string text, bool expected) => Gives(text, expected);

    [TestCase("0 || 'a'", "a")]
    [TestCase("'x' && 'y'", "y")]
    [TestCase("null ?? 'a' ?? 'b'", "a")]
    [TestCase("(null || null) ?? 'c'", "c")]
    [TestCase("true ? 'a' : false ? 'b' : 'c'", "a")]
    [TestCase("false ? 'a' : false ? 'b' : 'c'", "c")]
    [TestCase("true ? false ? 'a' : 'b' : 'c'", "b")]
    [TestCase("true?.5:1", 0.5)]
    public void Choice_GivesTheOperandItself(string text, object expected) => Gives(text, expected);

    [TestCase("false && getNothing()", false)]
    [TestCase("true || getNothing()", true)]
    [TestCase("1 ?? getNothing()", 1.0)]
    [TestCase("true ? 1 : getNothing()", 1.0)]
    [TestCase("null?.x[getNothing()].y", null)]
    public void WhatIsNotNeeded_IsNotEvaluated(string text, object? expected) => Gives(text, expected);

    [TestCase("'a' + 1 + 2", "a12")]
    [TestCase("1 + 2 + 'a'", "3a")]
    [TestCase("'a' + null + true", "anulltrue")]
    [TestCase("'' + [1, null, [2, 3]] + {}", "1,,2,3[object Object]")]
    [TestCase("`a${1 + 1}b${`c${'d'}`}`", "a2bcd")]
    [TestCase("`${ {a: {b: 'x'}}.a.b }`", "x")]
    [TestCase("'\\u0E01\\x41\\n\\'\\q'", "กA\n'q")]
    [TestCase("`\\`\\${`", "`${")]
    public void Text_IsJoinedAndEscapedAsInJavaScript(string text, string expected) => Gives(text, expected);

    [TestCase("1 + null", 2)]
    [TestCase("[1] + [2]", 4)]
    [TestCase("'5' - 1", 4)]
    [TestCase("5 * true", 2)]
    [TestCase("1 < '2'", 2)]
    [TestCase("null >= 0", 5)]
    [TestCase("now() - now()", 6)]
    [TestCase("now() < 5", 6)]
    [TestCase("-'5'", 0)]
    [TestCase("'2' ** 2", 4)]
    public void MixedKinds_AreAFaultAtTheOperator(string text, int position)
    {
        var script = Script.Parse(text);
        Assert.That(
            () => script.Evaluate(new FixedScope()),
            Throws.TypeOf<ScriptException>().With.Property(nameof(ScriptException.Position)).EqualTo(position));
    }

    static void Gives(string text, object? expected) =>
        Assert.That(Script.Parse(text).Evaluate(new FixedScope()), Is.EqualTo(expected));
}
