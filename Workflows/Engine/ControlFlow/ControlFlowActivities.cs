namespace WorkflowHost.Engine.ControlFlow;

/// <summary>Elsa's own words that we run.</summary>
public static class ControlFlowActivities
{
    public static IReadOnlyList<Activity> All { get; } =
    [
        new Flowchart(),
        new Sequence(),
        new If(),
        new Start(),
        new End(),
        new Finish(),
        new Fault(),
        new FlowDecision(),
        new FlowSwitch(),
        new FlowFork(),
        new FlowJoin(),
        new SetVariable(),
        new Delay(),
        new StartAt(),
        new Event(),
        new WriteLine(),
        new DispatchWorkflow(),
    ];
}
