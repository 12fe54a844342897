using System.Globalization;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Shares as a form has them, in percent: silence and answers of each step that waits for people.</summary>
public sealed class SimulateForm
{
    /// <summary>"review/ask" → percent of silence.</summary>
    public Dictionary<string, string?> Silence { get; init; } = [];

    /// <summary>"review/ask/Confirm" → percent of that answer.</summary>
    public Dictionary<string, string?> Answers { get; init; } = [];

    /// <summary>The steps to ask about, with the answers they take.</summary>
    public static IReadOnlyList<Step> StepsOf(SimulationPlan plan) => [.. plan.Definitions
        .SelectMany(definition => definition.Nodes.Values.Select(node => (definition, node)))
        .Where(found => found.node.Activity.Answers.Count > 0)
        .Select(found => new Step($"{found.definition.DefinitionId}/{found.node.Id}", found.definition.Name, found.node))];

    /// <summary>Fills in what a scenario says.</summary>
    public void Fill(IEnumerable<Step> steps, Scenario scenario)
    {
        foreach (var step in steps)
        {
            var said = scenario.Of(step.Key.Split('/')[0], step.Node.Id, "");
            Silence[step.Key] = said.Silence is { } silence ? Percent(silence) : "";
            foreach (var (answer, share) in said.Of(step.Answers))
                Answers[$"{step.Key}/{answer}"] = Percent(share);
        }
    }

    /// <summary>Reads what was filled in.</summary>
    /// <param name="wrong">Is told each field that can't be, and why: "sum" or "percent".</param>
    public Dictionary<string, StepShares> Read(IEnumerable<Step> steps, Action<string, string> wrong)
    {
        var shares = new Dictionary<string, StepShares>();
        foreach (var step in steps)
        {
            var silence = Share($"Form.Silence[{step.Key}]", Silence.GetValueOrDefault(step.Key), wrong);
            var answers = step.Answers.ToDictionary(answer => answer, answer => Share(
                $"Form.Answers[{step.Key}/{answer}]", Answers.GetValueOrDefault($"{step.Key}/{answer}"), wrong) ?? 0);
            if (Math.Abs(answers.Values.Sum() - 1) > 0.001)
                wrong($"Form.Answers[{step.Key}/{step.Answers[0]}]", "sum");
            shares[step.Key] = new StepShares(answers, silence);
        }
        return shares;
    }

    static double? Share(string field, string? text, Action<string, string> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (double.TryParse(Activities.Calendar.ThaiDigits.ToArabic(text.Trim()), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100)
            return percent / 100;
        wrong(field, "percent");
        return null;
    }

    static string Percent(double share) => Math.Round(share * 100, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>A step that waits for people.</summary>
    /// <param name="Key">"definition/step".</param>
    public sealed record Step(string Key, string Definition, ActivityNode Node)
    {
        public IReadOnlyList<string> Answers { get; } = SimulationPlan.AnswersOf(Node);
    }
}
