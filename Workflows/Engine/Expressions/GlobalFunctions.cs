namespace WorkflowHost.Engine.Expressions;

/// <summary>What Elsa gives for the instance, and the functions on numbers, objects and kinds of value.</summary>
static class GlobalFunctions
{
    public static readonly Function[] All =
    [
        new("getVariable", 1, 1, (in call) => VariableNode.Read(call.Text(0), call.Run, call.Position)),
        new("getInput", 1, 1, GetInput),
        new("getCorrelationId", 0, 0, (in call) => call.Run.Scope.CorrelationId),
        new("getWorkflowInstanceId", 0, 0, (in call) => call.Run.Scope.InstanceId),
        new("String", 1, 1, (in call) => call.Run.ToText(call[0], call.Position)),
        new("Number", 1, 1, (in call) => ScriptValue.ToNumber(call[0])),
        new("Boolean", 1, 1, (in call) => ScriptValue.Box(ScriptValue.ToBoolean(call[0]))),
        new("Math.min", 1, Function.Any, (in call) => Min(call)),
        new("Math.max", 1, Function.Any, (in call) => Max(call)),
        new("Math.abs", 1, 1, (in call) => Math.Abs(call.Number(0))),
        new("Math.round", 1, 1, (in call) => Round(call.Number(0))),
        new("Math.floor", 1, 1, (in call) => Math.Floor(call.Number(0))),
        new("Math.ceil", 1, 1, (in call) => Math.Ceiling(call.Number(0))),
        new("Object.keys", 1, 1, Keys),
        new("Object.values", 1, 1, Values),
    ];

    static object? GetInput(in Call call) => call.Run.Scope.TryGetInput(call.Text(0), out var value)
        ? call.Run.FromOutside(value, call.Position)
        : null;

    static double Min(in Call call)
    {
        var result = call.Number(0);
        for (var i = 1; i < call.Count; i++)
            result = Math.Min(result, call.Number(i));

        return result;
    }

    static double Max(in Call call)
    {
        var result = call.Number(0);
        for (var i = 1; i < call.Count; i++)
            result = Math.Max(result, call.Number(i));

        return result;
    }

    // Halves go up, also below zero: Math.round(-2.5) is -2 in JavaScript.
    static double Round(double number)
    {
        var floor = Math.Floor(number);
        return number - floor >= 0.5 ? floor + 1 : floor;
    }

    static List<object?> Keys(in Call call)
    {
        var data = Data(call);
        var keys = new List<object?>(data.Count);
        keys.AddRange(data.Keys);
        return keys;
    }

    static List<object?> Values(in Call call)
    {
        var data = Data(call);
        var values = new List<object?>(data.Count);
        foreach (var value in data.Values)
            values.Add(call.Run.FromOutside(value, call.Position));

        return values;
    }

    static IReadOnlyDictionary<string, object?> Data(in Call call)
    {
        var data = call[0] as IReadOnlyDictionary<string, object?>
            ?? throw call.Fault($"argument 1 must be an object but found {ScriptValue.KindOf(call[0])}.");
        call.Run.ReserveList(data.Count, call.Position);
        return data;
    }
}
