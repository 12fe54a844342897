using System.Text;

namespace WorkflowHost.Engine.Expressions;

/// <summary>One run of an expression: what it may see and how much work it has left.</summary>
sealed class Evaluation(string text, IScriptScope scope)
{
    long work;

    public IScriptScope Scope => scope;

    public ScriptException Fault(int position, string message) => ScriptException.At(text, position, message);

    /// <summary>Counts work before it is done; nodes need no charge because each runs at most once.</summary>
    public void Charge(long units, int position)
    {
        work += units;
        if (work > ScriptLimits.Work)
            throw Fault(position, $"The expression does too much work (limit {ScriptLimits.Work} units). "
                + "Use shorter texts or lists, or several activities.");
    }

    /// <summary>Looking for one text in another costs their product in the worst case.</summary>
    public void ChargeSearch(string within, string sought, int position) =>
        Charge(1 + within.Length / 64 + (long)within.Length * sought.Length / 4096, position);

    /// <summary>Called before a text is made, so that a refused one is never allocated.</summary>
    public void ReserveText(long length, int position)
    {
        if (length > ScriptLimits.ResultLength)
            throw Fault(position, $"The text made here would be longer than {ScriptLimits.ResultLength} characters.");

        Charge(1 + length / 64, position);
    }

    /// <summary>Called before a list is made, so that a refused one is never allocated.</summary>
    public void ReserveList(long count, int position)
    {
        if (count > ScriptLimits.ListSize)
            throw Fault(position, $"The list made here would have {count} items; at most {ScriptLimits.ListSize} are "
                + "allowed.");

        Charge(1 + count, position);
    }

    public string ToText(object? value, int position)
    {
        if (value is string already)
            return already;

        if (value is not IReadOnlyList<object?>)
            return ScriptValue.ScalarToText(value);

        var result = new StringBuilder();
        Append(result, value, position);
        return result.ToString();
    }

    public void Append(StringBuilder result, object? value, int position)
    {
        var before = result.Length;
        if (!ScriptValue.TryAppend(result, value, 0))
            throw Fault(position, "The text made here would be longer than "
                + $"{ScriptLimits.ResultLength} characters or its lists are nested too deeply.");

        ReserveText(result.Length, position);
        Charge((result.Length - before) / 4, position);
    }

    public bool AreEqual(object? left, object? right, int position)
    {
        if (left is string a && right is string b && a.Length == b.Length)
            Charge(a.Length / 64, position);

        return ScriptValue.AreEqual(left, right);
    }

    /// <summary>A value from outside (a variable, or a member of one) as the language knows it.</summary>
    public object? FromOutside(object? value, int position)
    {
        if (ScriptValue.TryNormalize(value, out var known))
            return known;

        throw Fault(position, $"A value of the .NET type '{value!.GetType().Name}' was found; expressions know null, "
            + "true/false, numbers, texts, dates, lists and objects.");
    }
}
