namespace WorkflowHost.Engine.Expressions;

/// <summary>One call of a function, with its arguments checked as they are asked for.</summary>
readonly struct Call(Evaluation run, string name, int position, object? self, object?[] arguments)
{
    public Evaluation Run => run;

    public int Position => position;

    public int Count => arguments.Length;

    public object?[] Arguments => arguments;

    /// <summary>What a method is called on, of the kind that its table is for.</summary>
    public T Self<T>() => (T)self!;

    public object? this[int index] => arguments[index];

    public string Text(int index) => arguments[index] as string ?? throw Wrong(index, "a text", " Write String(x).");

    public double Number(int index) => arguments[index] is double number
        ? number
        : throw Wrong(index, "a number", arguments[index] is string ? " Write Number(x)." : "");

    public DateTimeOffset Date(int index) => arguments[index] is DateTimeOffset date
        ? date
        : throw Wrong(index, "a date", arguments[index] is string ? " Write date('2026-01-31')." : "");

    /// <summary>A place in something of this length as slice counts it: from the end when negative, never outside.</summary>
    public int Place(int index, int length, int otherwise)
    {
        if (index >= Count || arguments[index] is null)
            return otherwise;

        var place = Math.Truncate(Number(index));
        if (double.IsNaN(place))
            return 0;

        return (int)Math.Clamp(place < 0 ? length + place : place, 0, length);
    }

    public string Made(string text)
    {
        run.ReserveText(text.Length, position);
        return text;
    }

    public ScriptException Fault(string message) => run.Fault(position, $"'{name}()': {message}");

    ScriptException Wrong(int index, string wanted, string hint) => Fault($"argument {index + 1} must be {wanted} but found "
        + $"{ScriptValue.KindOf(arguments[index])}.{hint}");
}
