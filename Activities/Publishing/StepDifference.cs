using System.Text.Json.Nodes;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Publishing;

/// <summary>How the steps of two versions differ: added, removed, renamed, moved, other settings, other arrows.</summary>
sealed class StepDifference(StepWords words, JsonObject before, JsonObject after)
{
    static readonly string[] NotSettings = ["id", "type", "metadata", "customProperties", "variables", "connections"];

    readonly IReadOnlyList<DefinitionStep> older = DefinitionStep.AllOf(before);
    readonly IReadOnlyList<DefinitionStep> newer = DefinitionStep.AllOf(after);
    readonly Dictionary<DefinitionStep, DefinitionStep> pairs = new(ReferenceEqualityComparer.Instance);
    readonly SettingWords old = new(words, before);
    readonly SettingWords now = new(words, after);

    public IEnumerable<Difference> All()
    {
        Pair();
        foreach (var step in newer)
            foreach (var difference in pairs.TryGetValue(step, out var was) ? Changed(was, step) : Added(step))
                yield return difference with { StepId = step.Id };
        var kept = pairs.Values.ToHashSet();
        foreach (var step in older.Where(step => !kept.Contains(step)))
            yield return new($"ลบขั้นตอน \"{step.Title}\" ({words.Kind(step.Type).Thai})",
                $"Step \"{step.Title}\" removed ({words.Kind(step.Type).English})");
        foreach (var difference in new ArrowDifference(words, pairs, kept).All(newer))
            yield return difference;
    }

    // By the place where a step stands; one that moved into another container is known by its id.
    void Pair()
    {
        var left = older.ToList();
        if (newer.Count > 0 && left.Count > 0)
        {
            pairs[newer[0]] = left[0];
            left.RemoveAt(0);
        }
        foreach (var key in (Func<DefinitionStep, string>[])[step => step.NodeId, step => step.Id])
            foreach (var step in newer.Where(step => !pairs.ContainsKey(step)))
                if (left.Find(was => key(was) == key(step)) is { } was)
                {
                    pairs[step] = was;
                    left.Remove(was);
                }
    }

    DefinitionStep? Before(DefinitionStep? step) => step is null ? null : pairs.GetValueOrDefault(step);

    IEnumerable<Difference> Added(DefinitionStep step)
    {
        yield return new($"เพิ่มขั้นตอน \"{step.Title}\" ({words.Kind(step.Type).Thai})",
            $"Step \"{step.Title}\" added ({words.Kind(step.Type).English})");
        foreach (var input in step.Json.Select(property => property.Key).Where(name => IsSetting(step, step, name)))
            yield return Setting(step, words.InputName(step.Type, input), ("", ""), now.Of(step, input));
    }

    IEnumerable<Difference> Changed(DefinitionStep was, DefinitionStep step)
    {
        if (was.Type != step.Type)
            yield return Setting(step, ("ชนิด", "kind"), words.Kind(was.Type), words.Kind(step.Type));
        if (was.Title != step.Title)
            yield return new($"ขั้นตอน \"{was.Title}\": ชื่อ → \"{step.Title}\"",
                $"Step \"{was.Title}\": title → \"{step.Title}\"");
        if (Before(step.Parent) != was.Parent || was.Slot != step.Slot)
            yield return Setting(step, ("อยู่ใน", "inside"), Place(was), Place(step));
        foreach (var input in was.Json.Select(property => property.Key).Union(step.Json.Select(property => property.Key))
            .Where(name => IsSetting(was, step, name)))
            if (!JsonNode.DeepEquals(was.Json[input], step.Json[input]) && old.Of(was, input) != now.Of(step, input))
                yield return Setting(step, words.InputName(step.Type, input), old.Of(was, input), now.Of(step, input));
        foreach (var difference in Clauses(was, step).Concat(Rest(was, step)))
            yield return difference;
    }

    static IEnumerable<Difference> Clauses(DefinitionStep was, DefinitionStep step)
    {
        var (old, now) = (string.Join(", ", was.OwnClauses), string.Join(", ", step.OwnClauses));
        if (old != now)
            yield return Setting(step, ("ปฏิบัติตามข้อ", "carries out clause"), Or(old), Or(now));

        static (string, string) Or(string clauses) => clauses.Length > 0 ? (clauses, clauses) : ("(ไม่มี)", "(none)");
    }

    IEnumerable<Difference> Rest(DefinitionStep was, DefinitionStep step)
    {
        var (thai, english) = ($"ขั้นตอน \"{step.Title}\": ", $"Step \"{step.Title}\": ");
        var children = StepsIn(step).Union(StepsIn(was)).ToArray();
        return DefinitionDifference.Variables(was.Json["variables"], step.Json["variables"], thai, english)
            .Concat(TextDifference.Other(Members(was, "metadata"), Members(step, "metadata"), ["displayText"], thai, english))
            .Concat(TextDifference.Other(Members(was, "customProperties"), Members(step, "customProperties"), ["clauses"], thai,
                english))
            .Concat(InnerName(was, step, thai, english))
            .Concat(Order(was, step, children, thai, english));
    }

    // Where it is also the title it has been told.
    IEnumerable<Difference> InnerName(DefinitionStep was, DefinitionStep step, string thai, string english)
    {
        var (old, now) = (TextDifference.Raw(was.Json["name"]), TextDifference.Raw(step.Json["name"]));
        if (old != now && was.Title == step.Title && IsInnerName(step, "name"))
            yield return new($"{thai}ชื่อภายใน {old} → {now}", $"{english}internal name {old} → {now}");
    }

    // In a flowchart the arrows say what comes next; anywhere else the order does.
    static IEnumerable<Difference> Order(DefinitionStep was, DefinitionStep step, string[] children, string thai, string english)
    {
        if (step.Type == "Elsa.Flowchart")
            yield break;
        foreach (var slot in children)
            if (!Ids(was.Json[slot]).SequenceEqual(Ids(step.Json[slot])) && Ids(was.Json[slot]).Order()
                .SequenceEqual(Ids(step.Json[slot]).Order()))
                yield return new(thai + "ลำดับขั้นตอนข้างในเปลี่ยน", english + "the steps inside come in another order");
    }

    static IEnumerable<string> Ids(JsonNode? slot) =>
        (slot as JsonArray ?? []).OfType<JsonObject>().Select(step => TextDifference.Raw(step["id"]));

    static IEnumerable<string> StepsIn(DefinitionStep step) => DefinitionStep.ChildrenOf(step).Select(child => child.Slot);

    static JsonObject Members(DefinitionStep step, string name) => step.Json[name] as JsonObject ?? [];

    bool IsSetting(DefinitionStep was, DefinitionStep step, string name) =>
        !NotSettings.Contains(name) && !StepsIn(was).Contains(name) && !StepsIn(step).Contains(name) && !IsInnerName(step, name);

    bool IsInnerName(DefinitionStep step, string name) => name == "name" && words.Input(step.Type, name) is null;

    static (string, string) Place(DefinitionStep step) =>
        step.Parent is null ? ("นอกสุด", "the outside") : ($"\"{step.Parent.Title}\"", $"\"{step.Parent.Title}\"");

    static Difference Setting(DefinitionStep step, (string Thai, string English) what, (string Thai, string English) old,
        (string Thai, string English) now) =>
        new($"ขั้นตอน \"{step.Title}\": {what.Thai} {Arrow(old.Thai, now.Thai)}",
            $"Step \"{step.Title}\": {what.English} {Arrow(old.English, now.English)}");

    static string Arrow(string old, string now) => old.Length == 0 ? "= " + now : $"{old} → {now}";
}
