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
        .. coverage.Where(clause => clause.Steps.Count == 0).Select(clause => Decision(text, clause)),
    ];

    public static string DecisionName(string clause) => "d:" + clause;

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

    SheetField Decision(JsonObject text, ClauseCoverage clause)
    {
        var own = (text["customProperties"] as JsonObject)?["clauseDecisions"] as JsonObject;
        var stored = ((own?[clause.Clause.Id] as JsonObject)?["thai"] as JsonValue)?.ToString() ?? "";
        return new SheetField
        {
            Name = DecisionName(clause.Clause.Id),
            Id = "decision-" + clause.Clause.Id,
            Label = texts[$"เหตุผลที่ข้อ {clause.Clause.Id} ไม่ต้องมีขั้นตอน", $"Why clause {clause.Clause.Id} needs no step"],
            Editor = SheetEditor.LongText,
            Stored = stored,
            Words = stored,
            Write = typed => SetDecision(text, clause.Clause.Id, typed),
        };
    }

    string? SetDecision(JsonObject text, string clause, string typed)
    {
        var custom = text["customProperties"] as JsonObject ?? [];
        if (custom.Parent is null)
            text["customProperties"] = custom;
        var decisions = custom["clauseDecisions"] as JsonObject ?? [];
        if (decisions.Parent is null)
            custom["clauseDecisions"] = decisions;
        if (typed.Length == 0)
            decisions.Remove(clause);
        else
            decisions[clause] = new JsonObject
            {
                ["thai"] = typed,
                ["by"] = by,
                ["at"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            };
        return null;
    }
}
