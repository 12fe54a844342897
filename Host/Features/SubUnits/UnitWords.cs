using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>States and kinds of sub-units in the visitor's language.</summary>
static class UnitWords
{
    public static string State(this Texts texts, string state) => texts[SubUnitState.Thai(state), SubUnitState.English(state)];

    public static string Kind(this Texts texts, string kind) => texts[SubUnitKind.Thai(kind), SubUnitKind.English(kind)];

    public static string Tone(string state) => state switch
    {
        SubUnitState.Confirmed => "good",
        SubUnitState.Disputed => "bad",
        SubUnitState.Corrected => "info",
        _ => "wait",
    };

    public static (string Tone, string Thai, string English) Change(string change) => change switch
    {
        PreviewRow.New => ("good", "เพิ่มใหม่", "new"),
        PreviewRow.Changed => ("info", "แก้ไข", "changed"),
        PreviewRow.Refused => ("bad", "ไม่รับ", "refused"),
        _ => ("off", "เหมือนเดิม", "the same"),
    };
}
