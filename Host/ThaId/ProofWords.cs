using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.ThaId;

/// <summary>What is said to who proved their identity.</summary>
static class ProofWords
{
    public static (string Tone, string Words) Of(Texts texts, StepResult result) => result switch
    {
        StepResult.Moved => ("success", texts["ยืนยันตัวตนแล้ว คำขอเดินต่อ", "Identity proven; the request goes on"]),
        StepResult.AlreadyDone => ("warning", texts["ยืนยันตัวตนไปก่อนแล้ว", "Identity was proven before"]),
        StepResult.Refused refused => ("error", texts[refused.Reason.Thai, refused.Reason.English]),
        _ => ("warning", texts[
            "เก็บคำตอบของคุณไว้แล้ว แต่ขั้นตอนต่อไปขัดข้อง ผู้ดูแลระบบได้รับแจ้งแล้ว",
            "Your answer is kept, but what follows it met a fault. The operator has been told."]),
    };
}
