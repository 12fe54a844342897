using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Designer.Descriptors;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>
/// A definition in plain words, step by step in the order of the flow, with a field for every setting that can be changed
/// without the canvas. What it doesn't show it never touches: fields write into the text that was read.
/// </summary>
public sealed class RuleSheet
{
    RuleSheet(JsonObject text, IReadOnlyList<SheetField> about, IReadOnlyList<SheetStep> steps,
        IReadOnlyList<DefinitionProblem> problems) =>
        (Text, About, Steps, Problems) = (text, about, steps, problems);

    /// <summary>The text the fields write into.</summary>
    public JsonObject Text { get; }

    /// <summary>Name, description, and why clauses need no step.</summary>
    public IReadOnlyList<SheetField> About { get; }

    public IReadOnlyList<SheetStep> Steps { get; }

    /// <summary>What is wrong with it, but what is told at a step.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }

    public IEnumerable<SheetField> Fields => About.Concat(Steps.SelectMany(step => step.Fields));

    public bool HasChanges => Fields.Any(one => one.Typed is not null);

    /// <summary>What was typed for fields that are there no more: the step was deleted meanwhile.</summary>
    public IReadOnlyList<string> Homeless { get; private set; } = [];

    public static RuleSheet Of(DefinitionVersion version, IReadOnlyList<DefinitionProblem> problems, StepWords words,
        IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists, SheetAbout about, Texts texts)
    {
        var text = DefinitionText.Parse(
            DefinitionText.Canonical(DefinitionText.Parse(version.Json), version.DefinitionId, version.Version));
        var circular = ClauseCoverage.CircularOf(text);
        var settings = new SettingField(texts, lists, new SettingWords(words, text), circular);
        var steps = new SheetSteps(texts, words, settings, problems,
                [.. lists[OptionLists.Clauses].Select(clause => clause.Value)
                    .Where(clause => clause.StartsWith(circular + "-", StringComparison.Ordinal))])
            .Of([.. DefinitionStep.AllOf(text).Where(step => step.Parent is not null)]);
        var shown = steps.Select(step => step.Step.Id).ToHashSet();
        return new RuleSheet(text, about.FieldsOf(text), steps,
            [.. problems.Where(problem => problem.ActivityId is null || !shown.Contains(problem.ActivityId))]);
    }

    /// <summary>Lays what was typed over what the text has now.</summary>
    /// <param name="before">What the visitor's page showed, by the name of the field.</param>
    public void Fill(IFormCollection form, IReadOnlyDictionary<string, string> before)
    {
        var known = Fields.Where(field => field.IsEditable).ToDictionary(field => field.Name);
        foreach (var (name, was) in before)
            if (known.TryGetValue(name, out var field))
                field.Fill(form, was);
        Homeless = [.. before.Where(pair => !known.ContainsKey(pair.Key) && form[pair.Key].ToString() is { Length: > 0 } typed
            && typed.ReplaceLineEndings("\n") != pair.Value).Select(pair => $"{pair.Key}: {form[pair.Key]}")];
    }

    /// <summary>Puts everything that was typed into the text. False when some of it can't be; the fields say what.</summary>
    public bool Apply() => Fields.ToList().FindAll(field => !field.Apply()).Count == 0;

    /// <summary>What the page shows, for <see cref="Fill"/>.</summary>
    public Dictionary<string, string> Shown() =>
        Fields.Where(field => field.IsEditable).ToDictionary(field => field.Name, field => field.Stored);

    /// <summary>Tells problems at the fields that were changed; those that were there before are told at the step.</summary>
    public bool Accepts(IReadOnlyList<DefinitionProblem> problems)
    {
        var accepted = true;
        foreach (var step in Steps)
            foreach (var field in step.Settings.Where(field => field.Typed is not null))
                foreach (var problem in problems.Where(problem =>
                    problem.ActivityId == step.Step.Id && problem.Input == field.Input))
                {
                    field.Errors.Add(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.English
                        : problem.Thai);
                    accepted = false;
                }
        return accepted;
    }
}
