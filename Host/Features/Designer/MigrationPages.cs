using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>What the two pages about migration share.</summary>
static class MigrationPages
{
    /// <summary>The tone and the word of a plan's state.</summary>
    public static (string Tone, string Word) Status(Texts texts, string status) => status switch
    {
        StoredPlan.Planned => ("info", texts["วางแผนแล้ว", "planned"]),
        StoredPlan.Running => ("wait", texts["กำลังย้าย", "at work"]),
        StoredPlan.Paused => ("wait", texts["พัก รอสั่งต่อ", "paused"]),
        StoredPlan.Stopped => ("late", texts["หยุด", "stopped"]),
        StoredPlan.Done => ("good", texts["เสร็จแล้ว", "done"]),
        StoredPlan.Returning => ("wait", texts["กำลังย้อนกลับ", "going back"]),
        _ => ("off", texts["ย้อนกลับแล้ว", "taken back"]),
    };

    /// <summary>The tone and the word of what became of an instance.</summary>
    public static (string Tone, string Word) State(Texts texts, string state) => state switch
    {
        MigrationResult.Waiting => ("info", texts["รอย้าย", "to be moved"]),
        MigrationResult.Moved => ("good", texts["ย้ายแล้ว", "moved"]),
        MigrationResult.WasThere => ("good", texts["อยู่ฉบับใหม่อยู่แล้ว", "was there before"]),
        MigrationResult.Over => ("off", texts["จบไปก่อน", "over before its turn"]),
        MigrationResult.Left => ("off", texts["ให้อยู่ฉบับเดิมตามแผน", "stays, as planned"]),
        MigrationResult.Refused => ("bad", texts["ย้ายไม่ได้", "could not be moved"]),
        MigrationResult.Returned => ("off", texts["ย้อนกลับแล้ว", "taken back"]),
        _ => ("late", texts["ไม่ย้อนกลับ เพราะเดินต่อแล้ว", "not taken back: it went on"]),
    };
}
