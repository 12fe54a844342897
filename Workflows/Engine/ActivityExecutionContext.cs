using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Engine;

/// <summary>All that an activity can see and touch. What it writes is stored with its step or not at all.</summary>
public sealed class ActivityExecutionContext : IScriptScope
{
    readonly Burst burst;
    string? bookmarkId;

    internal ActivityExecutionContext(Burst burst, ActivityNode node, Bookmark? bookmark)
    {
        this.burst = burst;
        Node = node;
        bookmarkId = bookmark?.Id;
        Payload = bookmark?.Payload;
    }

    public ActivityNode Node { get; }

    public WorkflowDefinition Definition => burst.Definition;

    public string InstanceId => burst.Instance.Id;

    public string? CorrelationId => burst.Instance.CorrelationId;

    /// <summary>The instant of this step (UTC); the same for all that the step does.</summary>
    public DateTimeOffset Now => burst.Now;

    /// <summary>The person whose answer is being worked off; null for the clock.</summary>
    public string? By => burst.By;

    public Transaction Transaction => burst.Transaction;

    /// <summary>What this activity gave to <see cref="ActivityResult.Waiting"/> the last time.</summary>
    public string? Payload { get; }

    /// <summary>The bookmark this activity waits at, or will; stays the same as long as it waits.</summary>
    public string BookmarkId => bookmarkId ??= Ids.New(Now);

    public T Settings<T>() where T : class => (T)SettingsBinder.Bind(Node, this, Definition);

    public object? Evaluate(InputExpression expression) => expression.Evaluate(this, Definition);

    public object? Input(string name) => burst.State.Inputs.GetValueOrDefault(name);

    /// <summary>The value of a variable by its name; throws when the definition has none of this name.</summary>
    public object? Variable(string name) => TryGetVariable(name, out var value)
        ? value
        : throw new InvalidOperationException($"The definition '{Definition.DefinitionId}' has no variable '{name}'.");

    public void SetVariable(string name, object? value) => SetVariableById(
        (Definition.VariableNamed(name)
            ?? throw new InvalidOperationException($"The definition '{Definition.DefinitionId}' has no variable '{name}'.")).Id,
                value);

    public void SetVariableById(string id, object? value)
    {
        var variable = Definition.VariableById(id)
            ?? throw new InvalidOperationException(
                $"The definition '{Definition.DefinitionId}' has no variable with the id '{id}'.");
        burst.State.Variables[id] = JsonValues.AsStored(Conversions.ToVariable(variable.TypeName, value));
    }

    /// <summary>Adds a line to the journal.</summary>
    public void Note(string text) => burst.Journal(Node, "Note", text);

    /// <summary>
    /// Queues something that must leave the database; the same key is queued once, however often the step is played.
    /// </summary>
    public void Queue(string channel, string key, string recipient, string payload, DateTimeOffset? notBefore = null) =>
        Outbox.Outbox.Queue(Transaction, Now, channel, key, recipient, payload, notBefore);

    /// <summary>Starts the published version of another definition within this step.</summary>
    public Task<string> StartChildAsync(
        string definitionId, string? correlationId, IReadOnlyDictionary<string, object?>? inputs, string? parentBookmarkId) =>
        ChildWorkflows.StartAsync(burst, definitionId, correlationId, inputs, parentBookmarkId);

    /// <summary>Ends the workflows that were started for this activity's bookmark, in this transaction.</summary>
    public Task CancelChildrenAsync() => ChildWorkflows.CancelAsync(burst, BookmarkId);

    internal bool FinishRequested { get; private set; }

    internal void FinishWorkflow() => FinishRequested = true;

    public bool TryGetVariable(string name, out object? value)
    {
        var variable = Definition.VariableNamed(name);
        value = variable is null ? null : burst.State.Variables.TryGetValue(variable.Id, out var set)
            ? Conversions.FromStored(variable.TypeName, set)
            : variable.Default;
        return variable is not null || TryGetInput(name, out value);
    }

    public bool TryGetInput(string name, out object? value)
    {
        value = burst.State.Inputs.GetValueOrDefault(name);
        return value is not null || Definition.Inputs.Any(input => input.Name == name);
    }
}
