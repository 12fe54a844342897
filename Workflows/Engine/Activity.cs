using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine;

/// <summary>One kind of step. An activity keeps nothing between calls: all it knows comes with the context.</summary>
public abstract class Activity
{
    /// <summary>The type that definitions name: "Gov.Approval", or Elsa's own word for what Elsa has too.</summary>
    public abstract string Type { get; }

    /// <summary>The version that definitions name; raise it when the meaning of an input changes.</summary>
    public virtual int Version => 1;

    /// <summary>How it can end when a designer can't add to that; a connection's source port is one of these.</summary>
    public virtual IReadOnlyList<string> Outcomes => ["Done"];

    /// <summary>
    /// What a person may say to it while it waits. The runtime refuses anything else from outside, so that nobody
    /// can pass for the clock.
    /// </summary>
    public virtual IReadOnlyList<string> Answers => [];

    /// <summary>What this node may be told; differs from <see cref="Answers"/> where the designer names the answers.</summary>
    public virtual IReadOnlyList<string> AnswersOf(ActivityNode node) => Answers;

    /// <summary>Whether it may wait. A loop in which nothing waits is refused when a definition is published.</summary>
    public virtual bool Waits => Answers.Count > 0;

    /// <summary>Ends the flowchart it stands in; nothing can follow it.</summary>
    public virtual bool IsTerminal => false;

    /// <summary>The record its inputs are read into, or null when it has none.</summary>
    public virtual Type? SettingsType => null;

    /// <summary>The names under which a definition may store what it produces.</summary>
    public virtual IReadOnlyList<string> Outputs => [];

    /// <summary>
    /// Inputs, as files name them, that a wait has settled when it began. What waits can't be moved to a version in which they
    /// are others: all other settings are read anew whenever it goes on.
    /// </summary>
    public virtual IReadOnlyList<string> SettledInputs => [];

    /// <summary>How this node can end; differs from <see cref="Outcomes"/> where the designer names the ports.</summary>
    public virtual IReadOnlyList<string> OutcomesOf(ActivityNode node) => Outcomes;

    /// <summary>What is wrong with a node's settings beyond what their types say; each a sentence for the designer.</summary>
    public virtual IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) => [];

    /// <summary>Works out once, when a definition is read, what a step needs again and again; reports what is wrong.</summary>
    internal virtual object? Prepare(ActivityNode node, Action<DefinitionProblem> report) => null;

    /// <summary>Does the step, or begins to wait.</summary>
    public abstract Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context);

    /// <summary>Goes on after an answer, an event or the clock.</summary>
    public virtual Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        throw new InvalidOperationException($"'{Type}' never waits, so '{stimulus.Name}' can't resume it.");

    /// <summary>Clears up when the wait is ended from outside: a branch lost, or the instance was cancelled.</summary>
    public virtual Task CancelAsync(ActivityExecutionContext context) => Task.CompletedTask;
}

/// <summary>An activity whose inputs are read into a settings record; the record is its only list of inputs.</summary>
public abstract class Activity<TSettings> : Activity where TSettings : class
{
    public sealed override Type SettingsType => typeof(TSettings);

    protected static TSettings Settings(ActivityExecutionContext context) => context.Settings<TSettings>();
}

/// <summary>The two ways an activity answers. A refusal by a person is an outcome; a fault is an exception.</summary>
public abstract record ActivityResult
{
    ActivityResult() { }

    /// <summary>It is over, and the flow goes on at the connections of these outcomes.</summary>
    public sealed record Completed(IReadOnlyList<string> Outcomes, IReadOnlyDictionary<string, object?>? Outputs = null)
        : ActivityResult;

    /// <summary>
    /// It waits for an answer, an event, or until <paramref name="DueAt"/> (an instant), whichever comes first.
    /// </summary>
    public sealed record Waiting(DateTimeOffset? DueAt = null, string? EventName = null, string? Payload = null) : ActivityResult;

    static readonly Completed JustDone = new(["Done"]);

    public static Completed Done => JustDone;

    public static Completed Complete(string outcome, IReadOnlyDictionary<string, object?>? outputs = null) =>
        new([outcome], outputs);
}

/// <summary>What wakes a bookmark.</summary>
/// <param name="Name">An answer of the activity, an event's name, or <see cref="Due"/>.</param>
/// <param name="By">The person's id; null for the clock and the machine.</param>
/// <param name="Data">What came with it, as JSON; the activity reads it into a record of its own.</param>
public sealed record Stimulus(string Name, string? By = null, string? Data = null)
{
    public const string Due = "Due";
    public const string ChildFinished = "ChildFinished";

    public T Read<T>() => System.Text.Json.JsonSerializer.Deserialize<T>(
        Data ?? throw new ArgumentException($"'{Name}' came without data."), System.Text.Json.JsonSerializerOptions.Web)!;
}

/// <summary>
/// What a person asked for isn't allowed: nothing has changed, and the message says what to do. Carries both languages,
/// and the rule it rests on.
/// </summary>
public sealed class RefusedException(string code, string thai, string english, string? rule = null,
    IReadOnlyDictionary<string, object?>? details = null) : Exception(english)
{
    /// <summary>A stable name for programs, such as "seat-taken".</summary>
    public string Code => code;

    public string Thai => thai;

    public string English => Message;

    /// <summary>The clause of the circular, such as "A-03", or null.</summary>
    public string? Rule => rule;

    /// <summary>More for programs and pages to show, by name, such as how two names differ.</summary>
    public IReadOnlyDictionary<string, object?> Details => details ?? new Dictionary<string, object?>();
}
