using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>What the parts of a simulation are called.</summary>
public static class SimulateWords
{
    /// <summary>An answer as a choice; its own name where there is no word for it.</summary>
    public static string Answer(Texts texts, string answer) => answer switch
    {
        "Approve" => texts["อนุมัติ/ส่งต่อ", "approve"],
        "SendBack" => texts["ส่งกลับ", "send back"],
        "Reject" => texts["ไม่อนุมัติ", "reject"],
        "Prove" => texts["ยืนยันตัวตน", "prove identity"],
        "Attach" => texts["แนบหนังสือ", "attach the letter"],
        "Reply" => texts["ชี้แจง", "answer the points"],
        "Revoke" => texts["ยกเลิกสิทธิ", "revoke"],
        "Keep" => texts["คงคนเดิม", "keep"],
        "Confirm" => texts["ยืนยัน", "confirm"],
        "Replace" => texts["เปลี่ยนตัว", "replace"],
        "GiveUp" => texts["คืนสิทธิ", "give up"],
        "Restore" => texts["คืนสภาพสิทธิ", "restore"],
        "Continue" => texts["เดินต่อกับคนใหม่", "go on with another"],
        "Withdraw" => texts["ถอน", "withdraw"],
        _ => answer,
    };

    public static (string Tone, string Word) State(Texts texts, SimulationRecord made, DateTimeOffset now) => made.State switch
    {
        SimulationRecord.Done => ("good", texts["เสร็จแล้ว", "done"]),
        SimulationRecord.Failed => ("bad", texts["ล้มเหลว", "failed"]),
        _ when made.HasDied(now) => ("bad", texts["หยุดกลางคัน", "broken off"]),
        _ => ("wait", texts[$"กำลังจำลอง {made.PercentDone} %", $"running, {made.PercentDone} %"]),
    };

    /// <summary>"ผู้ตรวจคำขอ · BB" for <c>reviewer@BB</c>.</summary>
    public static string Inbox(Texts texts, string inbox)
    {
        if (inbox.Split('@') is not [var roles, var place])
            return inbox;
        var who = string.Join(texts[" หรือ ", " or "], roles.Split(' ').Select(texts.RoleName));
        return $"{who} · {(OrganisationType.IsKnown(place) ? TypeName(texts, place) : place)}";
    }

    /// <summary>How a case ended.</summary>
    public static string End(Texts texts, string end) => end switch
    {
        "finished" => texts["เสร็จสิ้น", "finished"],
        "cancelled" => texts["ถูกหยุด", "stopped"],
        "revoked" => texts["ทบทวนแล้วยกเลิกสิทธิ", "reviewed, right revoked"],
        "replace" => texts["ทบทวนแล้วจะเปลี่ยนตัว", "reviewed, to be replaced"],
        "ended" => texts["สิทธิสิ้นสุดก่อนทบทวนเสร็จ", "right ended before the review"],
        "nobody-to-ask" => texts["ไม่มีผู้ให้ถาม", "nobody to ask"],
        _ when RequestStage.Thai(end) != RequestStage.Thai("filed") => texts[RequestStage.Thai(end), RequestStage.English(end)],
        _ => end,
    };

    public static string DeadEnd(Texts texts, string kind) => kind switch
    {
        "incident" => texts["เกิดเหตุขัดข้อง", "a fault"],
        "endless-loop" => texts["วนไม่รู้จบ", "an endless loop"],
        "nobody-in-office" => texts["ไม่มีผู้ดำรงตำแหน่งที่จะตอบได้", "nobody holds an office that may answer"],
        "refused" => texts["ทุกคนที่ตอบได้ถูกปฏิเสธ", "everybody who could answer was refused"],
        "event-never-comes" => texts["รอเหตุการณ์ที่ไม่มีใครส่ง", "waits for an event that nobody sends"],
        "no-cut-off" => texts["ไม่มีกำหนดเวลา ความเงียบจึงไม่มีใครเห็น", "no cut-off, so nobody notices silence"],
        _ => texts["หยุดนิ่ง", "stands still"],
    };

    /// <summary>"พ.ย. 2566" or "Nov 2023".</summary>
    public static string Month(Texts texts, DateOnly first) =>
        texts.IsThai ? ThaiDate.ShortForm(first)[2..] : ThaiDate.EnglishShort(first)[2..];

    static string TypeName(Texts texts, string type) =>
        texts[OrganisationType.Names(type).NameTh, OrganisationType.Names(type).NameEn];
}
