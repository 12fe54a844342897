using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

public sealed class ScriptFunctionTests
{
    [TestCase("'abc'.slice(-2)", "bc")]
    [TestCase("'abc'.slice(2, 1)", "")]
    [TestCase("'abc'.slice()", "abc")]
    [TestCase("'abc'.substring(2, 0)", "ab")]
    [TestCase("'abc'.substring(-5, 99)", "abc")]
    [TestCase("'abc'.charAt(9)", "")]
    [TestCase("'abc'.padStart(2, 'x')", "abc")]
    [TestCase("'a'.padStart(6, 'xyz')", "xyzxya")]
    [TestCase("'a'.padEnd(3)", "a  ")]
    [TestCase("'aXa'.replace('a', '$&')", "$&Xa")]
    [TestCase("'a.b'.split('').join('|')", "a|.|b")]
    [TestCase("''.split(',').length", 1.0)]
    [TestCase("'i'.toUpperCase() + 'I'.toLowerCase()", "Ii")]
    [TestCase("'กา'.indexOf('')", 0.0)]
    [TestCase("'a\\u0301'.includes('á')", false)]
    public void TextFunctions_AreOrdinalAndInvariant(string text, object expected) => Gives(text, expected);

    [TestCase("[0 / 0].includes(0 / 0)", true)]
    [TestCase("[0 / 0].indexOf(0 / 0)", -1.0)]
    [TestCase("['1'].includes(1)", false)]
    [TestCase("[1, null, 'a'].join()", "1,,a")]
    [TestCase("[1, 2, 3].slice(-2, -1)[0]", 2.0)]
    [TestCase("[1].at(5)", null)]
    [TestCase("[[1]].concat([[2]]).length", 2.0)]
    public void ListFunctions_FollowJavaScript(string text, object? expected) => Gives(text, expected);

    [TestCase("Math.round(-2.5)", -2.0)]
    [TestCase("Math.round(0.49999999999999994)", 0.0)]
    [TestCase("Math.min(1, 0 / 0)", double.NaN)]
    [TestCase("(1.005).toFixed(2)", "1.00")]
    [TestCase("(2.5).toFixed()", "3")]
    [TestCase("(-2.5).toFixed(0)", "-3")]
    [TestCase("(10.235).toFixed(2)", "10.23")]
    [TestCase("(1.45).toFixed(1)", "1.4")]
    [TestCase("(8.345).toFixed(2)", "8.35")]
    [TestCase("(0.000001).toFixed(7)", "0.0000010")]
    [TestCase("(0 * -1).toFixed(1)", "0.0")]
    [TestCase("(-0.001).toFixed(2)", "-0.00")]
    [TestCase("(1e21).toFixed(2)", "1e+21")]
    [TestCase("Number('')", 0.0)]
    [TestCase("Number('0x10')", double.NaN)]
    [TestCase("Number('nan')", double.NaN)]
    [TestCase("Number('-1.5e2')", -150.0)]
    [TestCase("Number(true)", 1.0)]
    [TestCase("Number(null)", double.NaN)]
    [TestCase("Number([5])", double.NaN)]
    [TestCase("Number(date('2026-01-15T03:00:01Z')) - Number(now())", 1000.0)]
    public void NumberFunctions_FollowJavaScript(string text, object expected) => Gives(text, expected);

    [TestCase(0.0, "0")]
    [TestCase(-0.0, "0")]
    [TestCase(0.1, "0.1")]
    [TestCase(1e-6, "0.000001")]
    [TestCase(1.5e-7, "1.5e-7")]
    [TestCase(123456789012345680000.0, "123456789012345680000")]
    [TestCase(1e21, "1e+21")]
    [TestCase(-1.25e300, "-1.25e+300")]
    [TestCase(9007199254740993.0, "9007199254740992")]
    [TestCase(12345678901234.567, "12345678901234.566")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    public void Numbers_AreWrittenAsInJavaScript(double number, string expected) =>
        Assert.That(ScriptValue.ToText(number), Is.EqualTo(expected));

    [Test]
    public void ScriptValue_ConvertsAsInJavaScript()
    {
        Assert.That(new object?[] { null, false, 0.0, 0, double.NaN, "" }.Select(ScriptValue.ToBoolean), Has.All.False);
        Assert.That(new object?[] { true, -1.0, 1L, "0", Array.Empty<object?>() }.Select(ScriptValue.ToBoolean), Has.All.True);
        Assert.That(ScriptValue.ToText(FixedScope.Instant), Is.EqualTo("2026-01-15T10:00:00+07:00"));
        Assert.That(ScriptValue.ToText(DateTimeOffset.MaxValue), Does.StartWith("9999-12-31"));
        Assert.That(ScriptValue.ToNumber(" 12 "), Is.EqualTo(12.0));
    }

    [TestCase("day(date('2026-02-28T17:00:00Z'))", 1.0)]
    [TestCase("month(date('2026-12-31T23:59'))", 12.0)]
    [TestCase("buddhistYear(date('2025-12-31T17:00:00Z'))", 2569.0)]
    [TestCase("daysBetween(date('2024-02-28'), date('2024-03-01'))", 2.0)]
    [TestCase("daysBetween(date('2026-01-31T00:00'), date('2026-01-31T23:59:59'))", 0.0)]
    [TestCase("String(addDays(date('2024-02-28T08:30'), 1))", "2024-02-29T08:30:00+07:00")]
    [TestCase("String(date('2026-01-31T01:30:00.25Z'))", "2026-01-31T08:30:00.25+07:00")]
    [TestCase("date(String(now())) == now()", true)]
    public void Dates_AreCalendarDaysInBangkok(string text, object expected) => Gives(text, expected);

    [TestCase("date('2026-02-30')", "is not a date")]
    [TestCase("date('0001-01-01')", "outside the years")]
    [TestCase("date('0001-01-01T00:00:00+07:00')", "")]
    [TestCase("date('9999-12-31T23:59:59-07:00')", "")]
    [TestCase("date('2569-01-31')", "write 2026")]
    [TestCase("date('๒๕๖๙-๐๑-๓๑')", "is not a date")]
    [TestCase("addDays(now(), 0.5)", "whole number")]
    [TestCase("addDays(now(), 1e300)", "whole number")]
    [TestCase("addDays(now(), 0 / 0)", "whole number")]
    [TestCase("year(addDays(addDays(now(), 100000), 100000))", "outside the years")]
    [TestCase("(1).toFixed(101)", "0 to 100")]
    [TestCase("'a'.replaceAll('', 'b')", "must not be empty")]
    [TestCase("Object.keys([1])", "must be an object")]
    public void ArgumentThatCannotBe_IsAFault(string text, string message)
    {
        var script = Script.Parse(text);
        Assert.That(
            () => script.Evaluate(new FixedScope()),
            Throws.TypeOf<ScriptException>().With.Message.Contains(message));
    }

    static void Gives(string text, object? expected) =>
        Assert.That(Script.Parse(text).Evaluate(new FixedScope()), Is.EqualTo(expected));
}
