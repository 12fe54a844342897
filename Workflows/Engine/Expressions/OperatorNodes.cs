namespace WorkflowHost.Engine.Expressions;

enum Logic
{
    And,
    Or,
    Coalesce,
}

/// <summary>a &amp;&amp; b, a || b or a ?? b: stops at the first operand that decides and gives that operand itself.</summary>
sealed class LogicNode(int position, Logic logic, Node[] operands) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var value = operands[0].Evaluate(run);
        for (var i = 1; i < operands.Length && !Decides(value); i++)
            value = operands[i].Evaluate(run);

        return value;
    }

    bool Decides(object? value) => logic switch
    {
        Logic.And => !ScriptValue.ToBoolean(value),
        Logic.Or => ScriptValue.ToBoolean(value),
        _ => value is not null,
    };
}

/// <summary>condition ? value : condition ? value : otherwise.</summary>
sealed class ChoiceNode(int position, (Node Condition, Node Value)[] choices, Node otherwise) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        foreach (var (condition, value) in choices)
        {
            if (ScriptValue.ToBoolean(condition.Evaluate(run)))
                return value.Evaluate(run);
        }

        return otherwise.Evaluate(run);
    }
}

/// <summary>Signs before a value, the nearest to it last: !x, -x, +x, !!x.</summary>
sealed class PrefixNode(int position, char[] signs, Node operand) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var value = operand.Evaluate(run);
        for (var i = signs.Length - 1; i >= 0; i--)
            value = signs[i] == '!' ? ScriptValue.Box(!ScriptValue.ToBoolean(value)) : (object)Signed(signs[i], value, run);

        return value;
    }

    double Signed(char sign, object? value, Evaluation run)
    {
        if (value is not double number)
            throw run.Fault(Position, $"'{sign}' needs a number but found {ScriptValue.KindOf(value)}. "
                + "To make a number of a text, write Number(x).");

        return sign == '-' ? -number : number;
    }
}

/// <summary>a ** b ** c, worked out from the right.</summary>
sealed class PowerNode(int position, Node[] operands) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var result = Number(operands[^1], run);
        for (var i = operands.Length - 2; i >= 0; i--)
            result = Power(Number(operands[i], run), result);

        return result;
    }

    // JavaScript differs from IEEE here: one to an infinite or unknown power is NaN.
    static double Power(double value, double exponent) =>
        Math.Abs(value) == 1 && !double.IsFinite(exponent) || double.IsNaN(exponent) ? double.NaN : Math.Pow(value, exponent);

    double Number(Node operand, Evaluation run) => operand.Evaluate(run) is var value && value is double number
        ? number
        : throw run.Fault(Position, $"'**' needs numbers but found {ScriptValue.KindOf(value)}.");
}

readonly record struct BinaryStep(BinaryOperator Operator, Node Right, int Position);

/// <summary>A chain of operators of one level, worked out from the left: a - b + c.</summary>
sealed class BinaryNode(int position, Node first, BinaryStep[] steps) : Node(position)
{
    public override object? Evaluate(Evaluation run)
    {
        var value = first.Evaluate(run);
        foreach (var step in steps)
            value = step.Operator.Apply(value, step.Right.Evaluate(run), run, step.Position);

        return value;
    }
}
