using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

public sealed class ScriptDataTests
{
    [Test]
    public void Names_AreThoseOfGettersAndLiterals_EachOnce()
    {
        var script = Script.Parse("getAmount() + getVariable('ชื่อ') + getAmount() + getVariable('a' + 'b') + getเรื่อง()");
        Assert.That(script.Names, Is.EqualTo(["Amount", "ชื่อ", "เรื่อง"]));
    }

    [Test]
    public void InputNames_AreThoseOfLiterals_EachOnce()
    {
        var script = Script.Parse("[getInput('a'), getInput(\"b\"), getInput('a'), getCorrelationId()]");
        Assert.That(script.InputNames, Is.EqualTo(["a", "b"]));
        Assert.That(script.Names, Is.Empty);
    }

    [Test]
    public void MissingVariable_IsAFaultWithItsNameAndPlace()
    {
        var fault = Fault("1 +\n  getAmuont()", new FixedScope());
        Assert.That(fault.Message, Does.StartWith("Line 2, column 3:").And.Contains("'Amuont'"));
        Assert.That(fault.Position, Is.EqualTo(6));
    }

    [Test]
    public void MissingInput_IsNull() => Assert.That(Evaluate("getInput('x') ?? 'none'"), Is.EqualTo("none"));

    [TestCase(5, "a.v + 1", 6.0)]
    [TestCase(5L, "a.v + 1", 6.0)]
    [TestCase(2.5f, "a.v * 2", 5.0)]
    public void NumbersOfOtherTypes_AreReadAsDouble(object value, string text, double expected)
    {
        var scope = new FixedScope { Variables = { ["A"] = new Dictionary<string, object?> { ["v"] = value } } };
        Assert.That(Script.Parse(text.Replace("a.", "getA().")).Evaluate(scope), Is.EqualTo(expected));
    }

    [Test]
    public void ValueOfAnUnknownType_IsAFaultThatNamesIt()
    {
        var scope = new FixedScope { Variables = { ["A"] = new Uri("about:blank") } };
        Assert.That(Fault("getA()", scope).Message, Does.Contain("'Uri'"));
        Assert.That(Fault("getVariable('A').Host", scope).Message, Does.Contain("'Uri'"));
    }

    [TestCase("'a'.__proto__")]
    [TestCase("'a'.constructor")]
    [TestCase("[]['constructor']")]
    [TestCase("{}.GetType")]
    [TestCase("(5).Equals")]
    [TestCase("now().Ticks")]
    [TestCase("[1][0.5]")]
    [TestCase("[1][-1]")]
    [TestCase("'a'[1]")]
    [TestCase("{a: null}.a?.b")]
    public void WhatIsNotData_IsNull(string text) => Assert.That(Evaluate(text), Is.Null);

    [TestCase("null.x", 5)]
    [TestCase("null[0]", 4)]
    [TestCase("null?.a.b", -1)]
    [TestCase("{a: null}?.a.b", 13)]
    [TestCase("(null?.a).b", 10)]
    [TestCase("null.trim()", 5)]
    [TestCase("'a'.trim", 4)]
    [TestCase("[1].trim()", 4)]
    [TestCase("{}.trim()", 3)]
    [TestCase("'a'.join()", 4)]
    [TestCase("[][null]", 3)]
    [TestCase("'a'.concat('b')", 4)]
    [TestCase("'ab'.slice(now())", 5)]
    [TestCase("year('2026-01-31')", 0)]
    [TestCase("Math.max(1, '2')", 0)]
    public void FaultInData_HasItsPlace(string text, int position)
    {
        if (position < 0)
            Assert.That(Evaluate(text), Is.Null);
        else
            Assert.That(Fault(text, new FixedScope()).Position, Is.EqualTo(position));
    }

    [Test]
    public void Object_KeepsItsOrder_AndTheLastOfTwoMembersHolds()
    {
        Assert.That(Evaluate("Object.keys({b: 1, 'a': 2, 3: 4}).join('')"), Is.EqualTo("ba3"));
        Assert.That(Evaluate("{a: 1, a: 2,}.a"), Is.EqualTo(2.0));
    }

    [Test]
    public void Lists_AreNotChangedByFunctions()
    {
        var list = new object?[] { 1.0, 2.0 };
        var scope = new FixedScope { Variables = { ["L"] = list } };
        Assert.That(Script.Parse("getL().concat(3).slice(1).length").Evaluate(scope), Is.EqualTo(2.0));
        Assert.That(list, Is.EqualTo([1.0, 2.0]));
    }

    static object? Evaluate(string text) => Script.Parse(text).Evaluate(new FixedScope());

    static ScriptException Fault(string text, FixedScope scope)
    {
        var script = Script.Parse(text);
        return Assert.Throws<ScriptException>(() => script.Evaluate(scope))!;
    }
}
