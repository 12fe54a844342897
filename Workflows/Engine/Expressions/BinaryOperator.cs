namespace WorkflowHost.Engine.Expressions;

/// <summary>
/// What the operators with two sides do. Strict in both forms: nothing is turned into another kind, except by '+',
/// which joins when either side is a text.
/// </summary>
sealed class BinaryOperator
{
    public static readonly BinaryOperator[] Equality =
    [
        new("===", AreEqual), new("==", AreEqual), new("!==", AreDifferent), new("!=", AreDifferent),
    ];

    public static readonly BinaryOperator[] Order =
    [
        new("<", (a, b, run, at) => ScriptValue.Box(Compare("<", a, b, run, at) < 0)),
        new("<=", (a, b, run, at) => ScriptValue.Box(Compare("<=", a, b, run, at) <= 0)),
        new(">", (a, b, run, at) => ScriptValue.Box(Compare(">", a, b, run, at) > 0)),
        new(">=", (a, b, run, at) => ScriptValue.Box(Compare(">=", a, b, run, at) >= 0)),
    ];

    public static readonly BinaryOperator[] Sums =
    [
        new("+", Add), new("-", (a, b, run, at) => Number("-", a, b, run, at) - Number("-", b, a, run, at)),
    ];

    public static readonly BinaryOperator[] Products =
    [
        new("*", (a, b, run, at) => Number("*", a, b, run, at) * Number("*", b, a, run, at)),
        new("/", (a, b, run, at) => Number("/", a, b, run, at) / Number("/", b, a, run, at)),
        new("%", (a, b, run, at) => Number("%", a, b, run, at) % Number("%", b, a, run, at)),
    ];

    readonly Func<object?, object?, Evaluation, int, object?> body;

    BinaryOperator(string sign, Func<object?, object?, Evaluation, int, object?> body)
    {
        Sign = sign;
        this.body = body;
    }

    public string Sign { get; }

    public object? Apply(object? left, object? right, Evaluation run, int position) => body(left, right, run, position);

    static object AreEqual(object? left, object? right, Evaluation run, int position) =>
        ScriptValue.Box(run.AreEqual(left, right, position));

    static object AreDifferent(object? left, object? right, Evaluation run, int position) =>
        ScriptValue.Box(!run.AreEqual(left, right, position));

    static object Add(object? left, object? right, Evaluation run, int position)
    {
        if (left is double a && right is double b)
            return a + b;

        if (left is not string && right is not string)
            throw run.Fault(position, $"'+' needs two numbers or at least one text but found {ScriptValue.KindOf(left)} and "
                + $"{ScriptValue.KindOf(right)}.{Hint(left, right)}");

        var first = run.ToText(left, position);
        var second = run.ToText(right, position);
        run.ReserveText((long)first.Length + second.Length, position);
        return first + second;
    }

    static double Number(string sign, object? side, object? other, Evaluation run, int position) => side is double number
        ? number
        : throw run.Fault(position, $"'{sign}' needs two numbers but found {ScriptValue.KindOf(side)}.{Hint(side, other)}");

    // NaN for an unknown number, so that every comparison with it is false.
    static double Compare(string sign, object? left, object? right, Evaluation run, int position) => (left, right) switch
    {
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : a.CompareTo(b),
        (string a, string b) => CompareTexts(a, b, run, position),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        _ => throw run.Fault(position, $"'{sign}' compares two numbers, two texts or two dates but found "
            + $"{ScriptValue.KindOf(left)} and {ScriptValue.KindOf(right)}.{Hint(left, right)}"),
    };

    static double CompareTexts(string left, string right, Evaluation run, int position)
    {
        run.Charge(Math.Min(left.Length, right.Length) / 64, position);
        return string.CompareOrdinal(left, right);
    }

    static string Hint(object? left, object? right)
    {
        if (left is null || right is null)
            return " If the value may be missing, write (x ?? 0).";

        if (left is DateTimeOffset || right is DateTimeOffset)
            return " Dates are reckoned with by date('2026-01-31'), addDays(d, n) and daysBetween(a, b).";

        return left is string || right is string ? " To make a number of a text, write Number(x)." : "";
    }
}
