namespace WorkflowHost.Engine.Expressions;

delegate object? FunctionBody(in Call call);

/// <summary>A function of the language: how many arguments it takes, and what it does with them.</summary>
sealed class Function(string name, int fewest, int most, FunctionBody body)
{
    public const int Any = int.MaxValue;

    public string Name => name;

    public bool Accepts(int count) => count >= fewest && count <= most;

    public string WrongCount(int count)
    {
        var wanted = most == Any ? $"at least {fewest}" : fewest == most ? $"{fewest}" : $"{fewest} to {most}";
        return $"'{name}()' takes {wanted} argument(s) but {count} were given.";
    }

    public string WrongCountInThai(int count)
    {
        var wanted = most == Any ? $"อย่างน้อย {fewest}" : fewest == most ? $"{fewest}" : $"{fewest} ถึง {most}";
        return $"'{name}()' ต้องมีค่าในวงเล็บ {wanted} ค่า แต่ให้มา {count} ค่า";
    }

    public object? Invoke(Evaluation run, int position, object? self, Node[] arguments)
    {
        var values = arguments.Length == 0 ? [] : new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(run);

        return body(new Call(run, name, position, self, values));
    }
}
