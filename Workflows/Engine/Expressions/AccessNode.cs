namespace WorkflowHost.Engine.Expressions;

/// <summary>A value and what is read from it in turn. A '?.' on null ends the whole chain with null.</summary>
sealed class AccessNode(int position, Node target, Link[] links) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var value = target.Evaluate(run);
        foreach (var link in links)
        {
            if (value is null && link.IsOptional)
                return null;

            if (value is null)
                throw run.Fault(link.Position, $"{link.Described} was read from null (a missing value). If the value may be "
                    + "missing, write '?.' instead of '.', or '?.[' instead of '['.");

            value = link.Read(value, run);
        }

        return value;
    }
}

abstract class Link(int position, bool isOptional)
{
    public int Position => position;

    public bool IsOptional => isOptional;

    public abstract string Described { get; }

    public abstract object? Read(object value, Evaluation run);

    /// <summary>Data only: what is not there is null, and nothing of .NET or of a prototype can be reached.</summary>
    protected object? Member(object value, string name, Evaluation run) => value switch
    {
        IReadOnlyDictionary<string, object?> data =>
            data.TryGetValue(name, out var member) ? run.FromOutside(member, Position) : null,
        string text when name == "length" => (double)text.Length,
        IReadOnlyList<object?> list when name == "length" => (double)list.Count,
        _ when Functions.Find(value, name) is not null => throw run.Fault(Position,
            $"'{name}' is a function of {ScriptValue.KindOf(value)}; call it with brackets: .{name}()."),
        _ => null,
    };
}

sealed class MemberLink(int position, bool isOptional, string name) : Link(position, isOptional)
{
    public override string Described => $"The member '{Words.Short(name)}'";

    public override object? Read(object value, Evaluation run) => Member(value, name, run);
}

sealed class IndexLink(int position, bool isOptional, Node index) : Link(position, isOptional)
{
    public override string Described => "An item in [ ]";

    public override object? Read(object value, Evaluation run)
    {
        var key = index.Evaluate(run);
        if (key is not (string or double))
            throw run.Fault(index.Position, $"An index is a number or a text but found {ScriptValue.KindOf(key)}.");

        return (value, key) switch
        {
            (IReadOnlyList<object?> list, double at) =>
                IsWithin(at, list.Count) ? run.FromOutside(list[(int)at], Position) : null,
            (string text, double at) => IsWithin(at, text.Length) ? text[(int)at].ToString() : null,
            _ => Member(value, run.ToText(key, index.Position), run),
        };
    }

    static bool IsWithin(double at, int count) => at >= 0 && at < count && Math.Floor(at) == at;
}

sealed class MethodLink(int position, bool isOptional, string name, Node[] arguments) : Link(position, isOptional)
{
    public override string Described => $"The function '.{name}()'";

    public override object? Read(object value, Evaluation run)
    {
        var function = Functions.Find(value, name) ?? throw run.Fault(Position, $"'.{name}()' is not a function of "
            + $"{ScriptValue.KindOf(value)}.{Functions.AllowedOn(value)}");
        if (!function.Accepts(arguments.Length))
            throw run.Fault(Position, function.WrongCount(arguments.Length));

        return function.Invoke(run, Position, value, arguments);
    }
}
