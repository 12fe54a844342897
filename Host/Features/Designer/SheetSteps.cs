using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Makes the steps of a rule sheet, numbered as they follow each other.</summary>
/// <param name="known">The clauses of its circular; none where it has none.</param>
sealed class SheetSteps(Texts texts, StepWords words, SettingField settings, IReadOnlyList<DefinitionProblem> problems,
    IReadOnlyList<string> known)
{
    readonly Dictionary<string, int> counts = [];
    readonly Dictionary<DefinitionStep, string> numbers = new(ReferenceEqualityComparer.Instance);
    int fields;

    public IReadOnlyList<SheetStep> Of(IReadOnlyList<DefinitionStep> steps) => [.. steps.Select(Of)];

    SheetStep Of(DefinitionStep step)
    {
        var kind = words.Kind(step.Type);
        var about = words.Of(step.Type)?.Words;
        var mine = problems.Where(problem => problem.ActivityId == step.Id).ToList();
        var inputs = (words.Of(step.Type)?.Inputs ?? []).Select(input => settings.Of(step, input, NextId())).ToList();
        foreach (var field in inputs)
            field.Errors.AddRange(mine.Where(problem => problem.Input == field.Input).Select(Words));
        return new SheetStep(step, NumberOf(step), texts[kind.Thai, kind.English], about is null ? ""
            : texts[about.AboutThai, about.AboutEnglish],
            SlotOf(step), Title(step), Clauses(step), inputs, [.. LeadsOf(step)],
            [.. mine.Where(problem => inputs.TrueForAll(field => field.Input != problem.Input))]);
    }

    string Words(DefinitionProblem problem) => texts[problem.Thai, problem.English];

    string NextId() => "f" + (++fields).ToString(CultureInfo.InvariantCulture);

    string NumberOf(DefinitionStep step)
    {
        var above = step.Parent is { Parent: not null } parent && numbers.TryGetValue(parent, out var number) ? number + "." : "";
        counts[above] = counts.GetValueOrDefault(above) + 1;
        return numbers[step] = above + counts[above].ToString(CultureInfo.InvariantCulture);
    }

    string? SlotOf(DefinitionStep step) => step.Slot == "activities" ? null
        : words.Slot(step.Parent!.Type, step.Slot) is var (thai, english) ? texts[thai, english] : null;

    SheetField Title(DefinitionStep step) => new()
    {
        Name = $"t:{step.NodeId}",
        Id = NextId(),
        Label = texts["ชื่อขั้นตอน", "Title of the step"],
        Stored = step.Title,
        Words = step.Title,
        Write = typed => SetTitle(step.Json, typed),
    };

    string? SetTitle(JsonObject step, string typed)
    {
        if (typed.Length == 0)
            return texts["โปรดตั้งชื่อขั้นตอน", "Give the step a title"];
        var metadata = step["metadata"] as JsonObject ?? [];
        metadata["displayText"] = typed;
        if (metadata.Parent is null)
            step["metadata"] = metadata;
        return null;
    }

    SheetField Clauses(DefinitionStep step) => new()
    {
        Name = $"c:{step.NodeId}",
        Id = NextId(),
        Label = texts["ปฏิบัติตามข้อ (นอกจากข้อที่อ้างข้างต้น)", "Carries out clauses (beside the one above)"],
        Hint = texts["คั่นด้วยจุลภาค เช่น A-01, A-02", "Separated by commas, such as A-01, A-02"],
        Stored = string.Join(", ", step.OwnClauses),
        Words = string.Join(", ", step.OwnClauses),
        Write = typed => SetClauses(step.Json, typed),
    };

    string? SetClauses(JsonObject step, string typed)
    {
        var clauses = typed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()
            .ToList();
        if (known.Count > 0 && clauses.Find(clause => !known.Contains(clause)) is { } unknown)
            return texts[$"หนังสือเวียนนี้ไม่มีข้อ {unknown} ข้อที่มีคือ {known[0]} ถึง {known[^1]}",
                $"This circular has no clause {unknown}; it has {known[0]} to {known[^1]}"];
        var own = step["customProperties"] as JsonObject ?? [];
        if (clauses.Count == 0)
            own.Remove("clauses");
        else
            own["clauses"] = new JsonArray([.. clauses.Select(clause => (JsonNode)clause)]);
        if (own.Parent is null)
            step["customProperties"] = own;
        return null;
    }

    IEnumerable<Lead> LeadsOf(DefinitionStep step)
    {
        var arrows = StepArrow.AllOf(step.Parent!).Where(arrow => arrow.SourceId == step.Id).ToList();
        var single = arrows.TrueForAll(arrow => arrow.Port == "Done");
        return arrows.Select(arrow =>
            new Lead(single ? "" : OutcomeOf(step, arrow.Port), arrow.TargetTitle, SheetStep.AnchorOf(arrow.TargetId)));
    }

    string OutcomeOf(DefinitionStep step, string port) =>
        words.Outcome(step.Type, port) is var (thai, english) ? texts[thai, english] : port;
}
