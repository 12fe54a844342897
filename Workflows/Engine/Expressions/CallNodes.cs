namespace WorkflowHost.Engine.Expressions;

sealed class CallNode(int position, Function function, Node[] arguments) : Node(position)
{
    public override object? Evaluate(Evaluation run) => function.Invoke(run, Position, null, arguments);
}

/// <summary>getXxx(): the variable Xxx.</summary>
sealed class VariableNode(int position, string name) : Node(position)
{
    public override object? Evaluate(Evaluation run) => Read(name, run, Position);

    /// <summary>A variable that does not exist is a fault, never a silent null.</summary>
    public static object? Read(string name, Evaluation run, int position)
    {
        if (run.Scope.TryGetVariable(name, out var value))
            return run.FromOutside(value, position);

        throw run.Fault(position, $"The workflow has no variable '{Words.Short(name)}'. Check its spelling, or add it to the "
            + "definition's variables.");
    }
}
