namespace WorkflowHost.Engine.Expressions;

/// <summary>
/// What an expression can see: a running instance, or what the simulator pretends. Values are null, bool, double,
/// string, DateTimeOffset, IReadOnlyList&lt;object?&gt; or IReadOnlyDictionary&lt;string, object?&gt;; other number
/// types are read as double, and any other type is a <see cref="ScriptException"/>.
/// </summary>
public interface IScriptScope
{
    /// <summary>False when the workflow has no such variable: the expression then fails.</summary>
    bool TryGetVariable(string name, out object? value);

    /// <summary>False when the input was not given: the expression then sees null.</summary>
    bool TryGetInput(string name, out object? value);

    string? CorrelationId { get; }

    string InstanceId { get; }

    /// <summary>The instant, in UTC. Calendar days are worked out in Asia/Bangkok.</summary>
    DateTimeOffset Now { get; }
}
