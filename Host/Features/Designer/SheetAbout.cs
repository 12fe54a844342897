using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>The fields of a definition as a whole: its name, and the recorded reasons why clauses need no step.</summary>
/// <param name="coverage">The clauses of its circular.</param>
/// <param name="by">Who records a reason, as a page names them.</param>
/// <param name="today">The day in Bangkok.</param>
public sealed class SheetAbout(Texts texts, IReadOnlyList<ClauseCoverage> coverage, string by, DateOnly today)
{
    public IReadOnlyList<SheetField> FieldsOf(JsonObject text) =>
    [
        Plain(text, "name", texts["ชื่อแบบกระบวนการ", "Name"], SheetEditor.Text),
        Plain(text, "description", texts["คำอธิบาย", "Description"], SheetEditor.LongText),
        .. coverage.Where(clause => clause.Steps.Count == 0)
            .SelectMany(_ => (string[])["thai", "english"], (clause, language) => Decision(text, clause.Clause.Id, language)),
    ];

    public static string DecisionName(string clause, string language = "thai") => $"d:{clause}:{language}";

    SheetField Plain(JsonObject text, string name, string label, SheetEditor editor)
    {
        var stored = (text[name] as JsonValue)?.ToString() ?? "";
        return new SheetField
        {
            Name = name,
            Id = "about-" + name,
            Label = label,
            Editor = editor,
            Stored = stored,
            Words = stored,
            Write = typed =>
            {
                if (typed.Length == 0 && name == "name")
                    return texts["โปรดตั้งชื่อแบบกระบวนการ", "Give the definition a name"];
                text[name] = typed;
                return null;
            },
        };
    }

    SheetField Decision(JsonObject text, string clause, string language)
    {
        var own = (text["customProperties"] as JsonObject)?["clauseDecisions"] as JsonObject;
        var stored = ((own?[clause] as JsonObject)?[language] as JsonValue)?.ToString() ?? "";
        return new SheetField
        {
            Name = DecisionName(clause, language),
            Id = $"decision-{clause}-{language}",
            Label = language == "thai"
                ? texts[$"เหตุผลที่ข้อ {clause} ไม่ต้องมีขั้นตอน", $"Why clause {clause} needs no step, in Thai"]
                : texts[$"เหตุผลของข้อ {clause} เป็นภาษาอังกฤษ", $"Why clause {clause} needs no step, in English"],
            Editor = SheetEditor.LongText,
            Stored = stored,
            Words = stored,
            Write = typed => SetDecision(text, clause, language, typed),
        };
    }

    string? SetDecision(JsonObject text, string clause, string language, string typed)
    {
        var custom = text["customProperties"] as JsonObject ?? [];
        if (custom.Parent is null)
            text["customProperties"] = custom;
        var decisions = custom["clauseDecisions"] as JsonObject ?? [];
        if (decisions.Parent is null)
            custom["clauseDecisions"] = decisions;
        if (language == "thai" && typed.Length == 0)
        {
            decisions.Remove(clause);
            return null;
        }
        if (decisions[clause] is not JsonObject decision)
        {
            if (language != "thai")
                return typed.Length == 0 ? null : texts["เขียนเหตุผลเป็นภาษาไทยก่อน", "Write the reason in Thai first"];
            decisions[clause] = decision = [];
        }
        (decision[language], decision["by"]) = (typed, by);
        decision["at"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return null;
    }
}
