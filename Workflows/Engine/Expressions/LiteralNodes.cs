using System.Text;

namespace WorkflowHost.Engine.Expressions;

sealed class ConstantNode(int position, object? value) : Node(position)
{
    public object? Value => value;

    public override object? Evaluate(Evaluation run) => value;
}

/// <summary>Text with ${ } holes: one piece more than there are holes.</summary>
sealed class TemplateNode(int position, string[] pieces, Node[] holes) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        if (holes.Length == 0)
            return pieces[0];

        var result = new StringBuilder(pieces[0]);
        for (var i = 0; i < holes.Length; i++)
        {
            run.Append(result, holes[i].Evaluate(run), holes[i].Position);
            result.Append(pieces[i + 1]);
        }

        run.ReserveText(result.Length, Position);
        return result.ToString();
    }
}

sealed class ListNode(int position, Node[] items) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var list = new object?[items.Length];
        for (var i = 0; i < list.Length; i++)
            list[i] = items[i].Evaluate(run);

        return list;
    }
}

/// <summary>Members keep the order in which they are written; of two with one name the last holds.</summary>
sealed class ObjectNode(int position, (string Name, Node Value)[] members) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var result = new OrderedDictionary<string, object?>(members.Length, StringComparer.Ordinal);
        foreach (var (name, value) in members)
            result[name] = value.Evaluate(run);

        return result;
    }
}
