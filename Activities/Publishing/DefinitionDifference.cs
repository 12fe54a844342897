using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Publishing;

/// <summary>One thing that differs between two versions, in words.</summary>
/// <param name="StepId">The step it is about, in the newer version where it is there.</param>
public sealed record Difference(string Thai, string English, string? StepId = null);

/// <summary>
/// Two versions of a definition compared in words: what a person changed, never how the text is laid out. Whenever the
/// content differs there is a line; whenever it doesn't, there is none.
/// </summary>
public sealed class DefinitionDifference(StepWords words)
{
    static readonly string[] OfDefinition =
        ["name", "description", "variables", "inputs", "customProperties", "root", "definitionId"];

    /// <exception cref="DefinitionException">One of them is no JSON object.</exception>
    public IReadOnlyList<Difference> Between(string older, string newer)
    {
        var (before, after) = (DefinitionText.Content(older), DefinitionText.Content(newer));
        if (JsonNode.DeepEquals(before, after))
            return [];
        var found = Texts(before, after).Concat(Variables(before["variables"], after["variables"], "", ""))
            .Concat(TextDifference.Named(before["inputs"], after["inputs"], "name", "ข้อมูลเข้า", "Input"))
            .Concat(OwnProperties(before, after))
            .Concat(new StepDifference(words, before, after).All())
            .Concat(TextDifference.Other(before, after, OfDefinition, "", "")).ToList();
        return found.Count > 0 ? found :
            [new("เปลี่ยนเฉพาะวิธีเขียนค่า ความหมายคงเดิม",
                "Only the way in which values are written changed; they mean the same.")];
    }

    static IEnumerable<Difference> Texts(JsonObject before, JsonObject after)
    {
        if (TextDifference.Raw(before["definitionId"]) is var oldId && TextDifference.Raw(after["definitionId"]) is var newId
            && oldId != newId)
            yield return new($"รหัส: {oldId} → {newId}", $"Id: {oldId} → {newId}");
        if (TextDifference.Raw(before["name"]) is var oldName && TextDifference.Raw(after["name"]) is var newName
            && oldName != newName)
            yield return new($"ชื่อกระบวนการ: {oldName} → {newName}", $"Name: {oldName} → {newName}");
        if (TextDifference.Raw(before["description"]) is var old && TextDifference.Raw(after["description"]) is var now
            && old != now)
            yield return new($"คำอธิบาย: {old} → {now}", $"Description: {old} → {now}");
    }

    internal static IEnumerable<Difference> Variables(JsonNode? before, JsonNode? after, string thaiPlace, string englishPlace) =>
        TextDifference.Named(before, after, "id", thaiPlace + "ตัวแปร", englishPlace + "Variable");

    static IEnumerable<Difference> OwnProperties(JsonObject before, JsonObject after)
    {
        var (older, newer) = (before["customProperties"] as JsonObject ?? [], after["customProperties"] as JsonObject ?? []);
        if (TextDifference.Raw(older["circular"]) is var old && TextDifference.Raw(newer["circular"]) is var now && old != now)
            yield return new($"หนังสือเวียน: {old} → {now}", $"Circular: {old} → {now}");
        var (was, becomes) = (older["clauseDecisions"] as JsonObject ?? [], newer["clauseDecisions"] as JsonObject ?? []);
        foreach (var clause in was.Select(decision => decision.Key).Union(becomes.Select(decision => decision.Key)))
            if (!JsonNode.DeepEquals(was[clause], becomes[clause]))
                yield return new(
                    $"เหตุผลที่ข้อ {clause} ไม่ต้องมีขั้นตอน: {Reason(was[clause], "thai")} → {Reason(becomes[clause], "thai")}",
                    $"Why clause {clause} needs no step: {Reason(was[clause], "english")} → "
                    + Reason(becomes[clause], "english"));
        foreach (var difference in TextDifference.Other(older, newer, ["circular", "clauseDecisions"], "", ""))
            yield return difference;
    }

    static string Reason(JsonNode? decision, string language) =>
        decision is not JsonObject ? TextDifference.Raw(decision) : DefinitionStep.Text(decision[language])
            ?? DefinitionStep.Text(decision["thai"]) ?? TextDifference.Raw(decision);
}
