using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Engine.Definitions;

/// <summary>What stands in an input: a value, or where to find one when the step runs.</summary>
public abstract record InputExpression
{
    InputExpression() { }

    /// <summary>A value known when the definition is read: Elsa's Literal (text) or Object (JSON in a string).</summary>
    public sealed record Constant(object? Value) : InputExpression;

    /// <summary>The variable with this id.</summary>
    public sealed record OfVariable(string Id) : InputExpression;

    /// <summary>What the instance was started with under this name.</summary>
    public sealed record OfInput(string Name) : InputExpression;

    /// <summary>The syntax called JavaScript: our subset of its expressions.</summary>
    public sealed record OfScript(Script Script) : InputExpression;

    public object? Evaluate(IScriptScope scope, WorkflowDefinition definition) => this switch
    {
        Constant constant => constant.Value,
        OfVariable variable => definition.VariableById(variable.Id) is { } known && scope.TryGetVariable(known.Name, out var value) ? value : null,
        OfInput input => scope.TryGetInput(input.Name, out var value) ? value : null,
        OfScript script => script.Script.Evaluate(scope),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
