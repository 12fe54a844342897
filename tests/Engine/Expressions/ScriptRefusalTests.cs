using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

public sealed class ScriptRefusalTests
{
    [TestCase("", 0, "the end of the expression")]
    [TestCase("   ", 3, "the end of the expression")]
    [TestCase("1 +", 3, "the end of the expression")]
    [TestCase("1 2", 2, "the number 2")]
    [TestCase("1, 2", 1, "Only one expression")]
    [TestCase("(1", 2, "')' is needed")]
    [TestCase("1)", 1, "was not opened")]
    [TestCase("[1, 2", 5, "']' is needed")]
    [TestCase("[,1]", 1, "','")]
    [TestCase("{a 1}", 3, "':' is needed")]
    [TestCase("{a}", 2, "':' is needed")]
    [TestCase("{[a]: 1}", 1, "member's name")]
    [TestCase("a ? 1", 0, "getA()")]
    [TestCase("true ? 1", 8, "':' is needed")]
    [TestCase("'abc", 0, "is not closed")]
    [TestCase("'a\nb'", 0, "is not closed")]
    [TestCase("`abc", 0, "is not closed")]
    [TestCase("`a${1`", 5, "is not closed")]
    [TestCase("`a${}`", 4, "'}' that ends ${ }")]
    [TestCase("'\\u12'", 1, "character code")]
    [TestCase("'\\u0000'", 1, "character code")]
    [TestCase("'\\u{110000}'", 1, "character code")]
    [TestCase("'\\0'", 1, "'\\'")]
    public void BrokenText_IsRefusedAtItsPlace(string text, int position, string message) =>
        IsRefused(text, position, message);

    [TestCase("0x10", 1)]
    [TestCase("1_000", 1)]
    [TestCase("10n", 2)]
    [TestCase("007", 0)]
    [TestCase("5.toFixed()", 2)]
    [TestCase("1.2.3", 3)]
    [TestCase("1e", 1)]
    public void NumberInAnotherForm_IsRefused(string text, int position) => IsRefused(text, position, "number");

    [TestCase("getA() = 1", 7, "SetVariable")]
    [TestCase("getA() += 1", 7, "SetVariable")]
    [TestCase("getA() ??= 1", 7, "SetVariable")]
    [TestCase("getA()++", 6, "assignment")]
    [TestCase("--1", 0, "assignment")]
    [TestCase("1; 2", 1, "Statements")]
    [TestCase("1;;", 1, "Statements")]
    [TestCase("var x", 0, "SetVariable")]
    [TestCase("if (1) 2", 0, "Statements")]
    [TestCase("while (1) 2", 0, "Loops")]
    [TestCase("[return 1]", 1, "not needed")]
    [TestCase("return", 0, "not needed")]
    [TestCase("() => 1", 1, "')'")]
    [TestCase("[1].map(x => 1)", 10, "Functions cannot be written")]
    [TestCase("[1].map(1)", 4, "flowchart")]
    [TestCase("function () {}", 0, "Functions cannot be written")]
    [TestCase("new Date()", 0, "'new'")]
    [TestCase("this", 0, "'this'")]
    [TestCase("typeof 1", 0, "'typeof'")]
    [TestCase("'a' in {}", 4, "Object.keys")]
    [TestCase("1 instanceof 2", 2, "'instanceof'")]
    [TestCase("/a/", 0, "Regular expressions")]
    [TestCase("'a'.match('b')", 4, "Regular expressions")]
    [TestCase("1 /* x */", 2, "Comments")]
    [TestCase("[...[1]]", 1, "concat")]
    [TestCase("1 | 2", 2, "'||'")]
    [TestCase("1 >>> 2", 2, "bits")]
    [TestCase("~1", 0, "'!'")]
    [TestCase("-2 ** 2", 3, "brackets")]
    [TestCase("2 ** -1 ** 2", 2, "brackets")]
    [TestCase("1 || 2 ?? 3", 7, "'??'")]
    [TestCase("1 && 2 ?? 3", 7, "'??'")]
    [TestCase("1 ?? 2 && 3", 2, "'??'")]
    [TestCase("now``", 0, "now()")]
    [TestCase("'a'``", 3, "Tagged")]
    [TestCase("(now)()", 1, "now()")]
    [TestCase("now()()", 5, "named")]
    [TestCase("now?.()", 0, "now()")]
    [TestCase("'a'.trim?.()", 10, "name of a member")]
    [TestCase("'a'.#x", 4, "'#'")]
    [TestCase("eval('1')", 0, "'eval'")]
    [TestCase("variables.Amount", 0, "getName()")]
    public void OtherJavaScript_IsRefusedWithAHint(string text, int position, string message) =>
        IsRefused(text, position, message);

    [TestCase("ขออนุมัติ", 0, "in quotes")]
    [TestCase("“a”", 0, "straight quotes")]
    [TestCase("1 + ๒", 4, "Arabic digits")]
    [TestCase("1\u200B", 1, "U+200B")]
    [TestCase("1 @", 2, "'@'")]
    [TestCase("amount > 5", 0, "getAmount()")]
    public void WhatPeopleTypeByMistake_IsRefusedWithTheWayOut(string text, int position, string message) =>
        IsRefused(text, position, message);

    [TestCase("getamount()", 0, "getAmount()")]
    [TestCase("getVarable('x')", 0, "Did you mean 'getVariable'?")]
    [TestCase("addDay(now(), 1)", 0, "Did you mean 'addDays'?")]
    [TestCase("Math.mix(1)", 0, "Did you mean 'Math.min'?")]
    [TestCase("Math.PI", 0, "Allowed")]
    [TestCase("Math", 0, "Math.min")]
    [TestCase("Object['keys']", 0, "Object.keys")]
    [TestCase("'a'.touppercase()", 4, "Did you mean 'toUpperCase'?")]
    [TestCase("'a'.toString()", 4, "String(x)")]
    [TestCase("get()", 0, "not known")]
    [TestCase("now(1)", 0, "takes 0")]
    [TestCase("getInput()", 0, "takes 1")]
    [TestCase("Math.min()", 0, "at least 1")]
    [TestCase("'a'.includes('b', 1)", 4, "takes 1")]
    public void UnknownFunctionOrCount_IsRefusedAtParse(string text, int position, string message) =>
        IsRefused(text, position, message);

    [Test]
    public void Place_IsGivenByLineAndColumn()
    {
        var refusal = Assert.Throws<ScriptException>(() => Script.Parse("1 +\r\n2 +\n  @"))!;
        Assert.That((refusal.Line, refusal.Column, refusal.Position), Is.EqualTo((3, 3, 11)));
        Assert.That(refusal.Message, Does.StartWith("Line 3, column 3: "));
    }

    static void IsRefused(string text, int position, string message)
    {
        var refusal = Assert.Throws<ScriptException>(() => Script.Parse(text))!;
        Assert.That(refusal.Message, Does.Contain(message));
        Assert.That(refusal.Position, Is.EqualTo(position), refusal.Message);
    }
}
