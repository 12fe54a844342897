using System.Text.Json.Nodes;

namespace WorkflowHost.Activities.Publishing;

/// <summary>How the arrows of the flowcharts differ between two versions.</summary>
/// <param name="pairs">Steps of the newer version with what they were in the older.</param>
/// <param name="kept">Steps of the older version that are still there.</param>
sealed class ArrowDifference(
    StepWords words, Dictionary<DefinitionStep, DefinitionStep> pairs, HashSet<DefinitionStep> kept)
{
    public IEnumerable<Difference> All(IReadOnlyList<DefinitionStep> newer)
    {
        foreach (var chart in newer.Where(step =>
            step.Json["connections"] is JsonArray || Before(step)?.Json["connections"] is JsonArray))
            foreach (var difference in Of(chart, Before(chart)))
                yield return difference;
    }

    DefinitionStep? Before(DefinitionStep step) => pairs.GetValueOrDefault(step);

    IEnumerable<Difference> Of(DefinitionStep chart, DefinitionStep? was)
    {
        // Arrows from a step that is gone are gone with it.
        var older = was is null ? [] : StepArrow.AllOf(was).Where(arrow => arrow.Source is null || kept.Contains(arrow.Source))
            .ToList();
        var newer = StepArrow.AllOf(chart);
        foreach (var place in newer.Concat(older).Select(arrow => (arrow.SourceId, arrow.Port)).Distinct())
        {
            var lost = older.Where(arrow => Stands(arrow, place) && !newer.Exists(now => now.Key == arrow.Key)).ToList();
            var won = newer.Where(arrow => Stands(arrow, place) && !older.Exists(old => old.Key == arrow.Key)).ToList();
            if (lost.Count == 1 && won.Count == 1)
                yield return new($"{Thai(won[0])}: ไปที่ \"{lost[0].TargetTitle}\" → \"{won[0].TargetTitle}\"",
                    $"{English(won[0])}: to \"{lost[0].TargetTitle}\" → \"{won[0].TargetTitle}\"", won[0].SourceId);
            else
                foreach (var difference in won.Select(Added).Concat(lost.Select(Removed)))
                    yield return difference;
        }
    }

    static bool Stands(StepArrow arrow, (string, string) place) => (arrow.SourceId, arrow.Port) == place;

    Difference Added(StepArrow arrow) => new(
        $"{Thai(arrow)}: เพิ่มลูกศรไปที่ \"{arrow.TargetTitle}\"", $"{English(arrow)}: arrow to \"{arrow.TargetTitle}\" added",
            arrow.SourceId);

    Difference Removed(StepArrow arrow) => new(
        $"{Thai(arrow)}: ตัดลูกศรไปที่ \"{arrow.TargetTitle}\"", $"{English(arrow)}: arrow to \"{arrow.TargetTitle}\" removed",
            arrow.SourceId);

    string Thai(StepArrow arrow) => $"ขั้นตอน \"{arrow.SourceTitle}\" ทางออก \"{Outcome(arrow).Thai}\"";

    string English(StepArrow arrow) => $"Step \"{arrow.SourceTitle}\", outcome \"{Outcome(arrow).English}\"";

    (string Thai, string English) Outcome(StepArrow arrow) => words.Outcome(arrow.Source?.Type ?? "", arrow.Port);
}
