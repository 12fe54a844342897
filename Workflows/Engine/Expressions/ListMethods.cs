using System.Text;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Methods of lists. None changes the list that it is called on.</summary>
static class ListMethods
{
    public static readonly Function[] All =
    [
        new("includes", 1, 1, (in call) => ScriptValue.Box(Find(call, findsNaN: true) >= 0)),
        new("indexOf", 1, 1, (in call) => (double)Find(call, findsNaN: false)),
        new("join", 0, 1, Join),
        new("slice", 0, 2, Slice),
        new("concat", 0, Function.Any, Concat),
        new("at", 1, 1, At),
    ];

    static IReadOnlyList<object?> Self(in Call call) => call.Self<IReadOnlyList<object?>>();

    static int Find(in Call call, bool findsNaN)
    {
        var list = Self(call);
        var sought = call[0];
        for (var i = 0; i < list.Count; i++)
        {
            call.Run.Charge(1, call.Position);
            var item = call.Run.FromOutside(list[i], call.Position);
            if (call.Run.AreEqual(item, sought, call.Position)
                || findsNaN && item is double.NaN && sought is double.NaN)
                return i;
        }

        return -1;
    }

    static string Join(in Call call)
    {
        var list = Self(call);
        var separator = call.Count > 0 && call[0] is not null ? call.Text(0) : ",";
        call.Run.ReserveText((long)separator.Length * Math.Max(0, list.Count - 1), call.Position);
        call.Run.Charge(list.Count, call.Position);
        var result = new StringBuilder();
        if (!ScriptValue.TryAppendItems(result, list, separator, 1))
            throw call.Fault($"the text would be longer than {ScriptLimits.ResultLength} characters, or lists inside the list "
                + "are nested too deeply.");

        return call.Made(result.ToString());
    }

    static object?[] Slice(in Call call)
    {
        var list = Self(call);
        var from = call.Place(0, list.Count, 0);
        var count = Math.Max(0, call.Place(1, list.Count, list.Count) - from);
        call.Run.ReserveList(count, call.Position);
        var result = new object?[count];
        for (var i = 0; i < count; i++)
            result[i] = list[from + i];

        return result;
    }

    static List<object?> Concat(in Call call)
    {
        long count = Self(call).Count;
        foreach (var argument in call.Arguments)
            count += argument is IReadOnlyList<object?> more ? more.Count : 1;

        call.Run.ReserveList(count, call.Position);
        var result = new List<object?>((int)count);
        result.AddRange(Self(call));
        foreach (var argument in call.Arguments)
        {
            if (argument is IReadOnlyList<object?> more)
                result.AddRange(more);
            else
                result.Add(argument);
        }

        return result;
    }

    static object? At(in Call call)
    {
        var list = Self(call);
        var index = Math.Truncate(call.Number(0));
        var at = index < 0 ? list.Count + index : index;
        return at >= 0 && at < list.Count ? call.Run.FromOutside(list[(int)at], call.Position) : null;
    }
}
