namespace WorkflowHost.Engine.Expressions;

/// <summary>A part of a parsed expression. Parts never change, and each runs at most once in an evaluation.</summary>
abstract class Node(int position)
{
    public int Position { get; } = position;

    /// <summary>Set while parsing: brackets make some mixtures of operators allowed.</summary>
    public bool IsBracketed { get; set; }

    public abstract object? Evaluate(Evaluation run);
}
