using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorkflowHost.Activities.Simulation;

/// <summary>How people behave, in shares from 0 to 1. The reference is <c>docs/simulation.md</c>.</summary>
public sealed record Scenario
{
    /// <summary>What organisations are asked and never answer. State agencies answer unless their step says otherwise.</summary>
    public double Silence { get; init; } = 0.1;

    /// <summary>How long people take to answer, in office hours, from and to.</summary>
    public IReadOnlyList<double> WorkingHours { get; init; } = [1, 24];

    /// <summary>Letters with a mistake, which the checks send back before they reach anybody.</summary>
    public double BadLetters { get; init; } = 0.05;

    /// <summary>Officers who leave their organisation in a year.</summary>
    public double LeaversPerYear { get; init; } = 0.05;

    /// <summary>People who share the reviewer's inbox of each state agency.</summary>
    public int Reviewers { get; init; } = 5;

    public FilingShares Filing { get; init; } = new();

    /// <summary>By step, <c>definition/step</c>, or kind of task.</summary>
    public IReadOnlyDictionary<string, StepShares> Steps { get; init; } = new Dictionary<string, StepShares>();

    /// <summary>What is said of one step: of this definition, of steps of this id, of tasks of this kind.</summary>
    public StepShares Of(string definition, string step, string kind) => Steps.GetValueOrDefault($"{definition}/{step}")
        ?? Steps.GetValueOrDefault(step) ?? Steps.GetValueOrDefault(kind) ?? StepShares.Unsaid;

    /// <summary>As JSON with every value, such as a scenario file has it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SimulationEvent.Json);
}

/// <summary>How requests come in.</summary>
public sealed record FilingShares
{
    /// <summary>The first requests are spread over so many days.</summary>
    public int WithinDays { get; init; } = 60;

    /// <summary>Organisations that have a right from before the start.</summary>
    public double Holders { get; init; } = 0.3;

    /// <summary>Of those, the ones who ask for another officer instead of confirming the one they have.</summary>
    public double Replace { get; init; } = 0.2;

    /// <summary>Who files anew after a rejection, a lapse or a departure.</summary>
    public double Again { get; init; } = 0.5;
}

/// <summary>What is said of one step; null where the general values hold.</summary>
/// <param name="Answers">Shares that add up to 1.</param>
public sealed record StepShares(
    IReadOnlyDictionary<string, double>? Answers = null, double? Silence = null, IReadOnlyList<double>? WorkingHours = null)
{
    internal static StepShares Unsaid { get; } = new();

    /// <summary>
    /// The shares of the answers a step takes. Unless it is said, the first one is what the circular hopes for and gets nine
    /// tenths; the others share the rest.
    /// </summary>
    public IReadOnlyList<(string Answer, double Share)> Of(IReadOnlyList<string> answers) =>
        [.. answers.Select((answer, place) => (answer, Answers?.GetValueOrDefault(answer) ?? Usual(place, answers.Count)))];

    static double Usual(int place, int count) => place == 0 ? count == 1 ? 1 : 0.9 : 0.1 / (count - 1);
}
