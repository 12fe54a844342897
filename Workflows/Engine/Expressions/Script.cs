namespace WorkflowHost.Engine.Expressions;

/// <summary>
/// One expression of the language called <c>JavaScript</c> in definitions: a subset without statements, evaluated by
/// us (STACK.md decision 4; docs/expressions.md). Immutable: parse once, evaluate often, from any thread.
/// </summary>
public sealed class Script
{
    readonly string text;
    readonly Node root;

    Script(string text, Node root, IReadOnlyList<string> names, IReadOnlyList<string> inputNames)
    {
        this.text = text;
        this.root = root;
        Names = names;
        InputNames = inputNames;
    }

    /// <summary>Every function that may be called; those that start with a dot are called on a value.</summary>
    public static IReadOnlyList<string> FunctionNames { get; } =
        [.. Functions.Global.Keys, .. Functions.MethodNames.Select(name => "." + name)];

    /// <summary>Variables read by <c>getXxx()</c> or <c>getVariable('Xxx')</c>, each once, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Inputs read by <c>getInput('x')</c>, each once, in order.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>Throws <see cref="ScriptException"/> with the place of whatever lies outside the language.</summary>
    public static Script Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > ScriptLimits.TextLength)
            throw ScriptException.At(text, ScriptLimits.TextLength, $"The expression is {text.Length} characters long; "
                + $"at most {ScriptLimits.TextLength} are allowed. Split the work over several activities.",
                $"นิพจน์ยาว {text.Length} ตัวอักษร ยาวได้ไม่เกิน {ScriptLimits.TextLength} ให้แบ่งเป็นหลายขั้นตอน");

        var parser = new Parser(WithoutReturn(text));
        var root = parser.ParseAll();
        return new Script(text, root, parser.Names, parser.InputNames);
    }

    // In Elsa an input is the body of a function, so its files say 'return x;'. Blanks keep every place where it was.
    static string WithoutReturn(string text)
    {
        var start = text.Length - text.AsSpan().TrimStart().Length;
        if (string.CompareOrdinal(text, start, "return", 0, 6) == 0 && text.Length > start + 6 && char.IsWhiteSpace(text[start + 6]))
            text = text[..start] + "      " + text[(start + 6)..];
        var end = text.AsSpan().TrimEnd().Length;
        return end > 0 && text[end - 1] == ';' ? text[..(end - 1)] + " " + text[end..] : text;
    }

    /// <summary>
    /// Gives null, bool, double, string, DateTimeOffset, a list or an object; throws <see cref="ScriptException"/>
    /// on a fault in the expression or its data. What the scope itself throws comes through.
    /// </summary>
    public object? Evaluate(IScriptScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return root.Evaluate(new Evaluation(text, scope));
    }
}
