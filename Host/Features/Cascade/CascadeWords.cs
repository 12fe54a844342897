using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>The words and signs of the cockpit.</summary>
static class CascadeWords
{
    /// <summary>The four colours, and what hasn't been reached.</summary>
    public static string State(Texts texts, string state) => state switch
    {
        UnitState.Done => texts["เสร็จแล้ว", "done"],
        UnitState.Opened => texts["เปิดแล้วยังไม่เสร็จ", "opened but not finished"],
        UnitState.Unopened => texts["ยังไม่เปิด", "not opened"],
        UnitState.Late => texts["เลยกำหนด", "overdue"],
        _ => texts["ยังไปไม่ถึง", "not reached yet"],
    };

    /// <summary>In Thai whoever reads it: a report is a Thai letter.</summary>
    public static string StateTh(string state) => state switch
    {
        UnitState.Opened => "เปิดแล้วยังไม่เสร็จ",
        UnitState.Unopened => "ยังไม่เปิด",
        UnitState.Late => "เลยกำหนด",
        UnitState.Done => "เสร็จแล้ว",
        _ => "ยังไปไม่ถึง",
    };

    public static string Tone(string state) => state switch
    {
        UnitState.Done => "good",
        UnitState.Opened => "wait",
        UnitState.Unopened => "late",
        UnitState.Late => "bad",
        _ => "off",
    };

    /// <summary>Tells the colours apart without colour.</summary>
    public static string Sign(string state) => state switch
    {
        UnitState.Done => "✓",
        UnitState.Opened => "…",
        UnitState.Unopened => "○",
        UnitState.Late => "!",
        _ => "–",
    };

    /// <summary>"ปลัด/งานสารบรรณ, ผู้บริหาร".</summary>
    public static string Roles(Texts texts, string? roles) => string.Join(", ",
        (roles ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(texts.RoleName));

    public static string Kind(Texts texts, string kind) => kind switch
    {
        Chasing.Reminder => texts["เตือน", "reminder"],
        Chasing.Call => texts["โทร", "call"],
        _ => texts["บันทึก", "note"],
    };

}
