using WorkflowHost.Activities.Reviews;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>The words of a yearly review.</summary>
static class ReviewWords
{
    public static string State(Texts t, string state) => state switch
    {
        CampaignItem.Planned => t["ยังไม่ถึงวัน", "not asked yet"],
        CampaignItem.OutOfTurn => t["ถามนอกรอบ", "out of turn"],
        CampaignItem.Opening => t["กำลังเริ่มถาม", "being asked"],
        CampaignItem.Open => t["ถามแล้ว", "asked"],
        CampaignItem.Answered => t["ตอบแล้ว รอปิดรับ", "answered, not closed"],
        CampaignItem.Held => t["พักไว้", "held"],
        CampaignItem.Braked => t["รอผู้ดูแลระบบตัดสิน", "waits for a decision"],
        CampaignItem.Closed => t["ปิดแล้ว", "closed"],
        CampaignItem.Ended => t["สิทธิสิ้นสุดก่อน", "right ended before"],
        CampaignItem.Excluded => t["เว้นไว้", "excluded"],
        _ => state,
    };

    /// <summary>"ต.ค. 2569" or "Oct 2026", of the first day of a month.</summary>
    public static string Month(Texts t, DateOnly first) => t.Date(first)[2..];

    public static string Outcome(Texts t, string? outcome) => outcome switch
    {
        "confirmed" => t["ยืนยัน", "confirmed"],
        "replace" => t["ขอเปลี่ยนตัว", "replacement asked for"],
        "revoked" => t["ยกเลิกสิทธิ", "revoked"],
        "nobody-to-ask" => t["ไม่มีผู้ใดให้ถาม", "nobody to ask"],
        "spared" => t["งดเว้น", "spared"],
        "ended" => t["สิทธิสิ้นสุดหรือยืนยันทางอื่น", "ended or confirmed otherwise"],
        "excluded" => t["เว้นไว้", "excluded"],
        _ => "–",
    };

    public static string Answer(Texts t, string? answer) => answer switch
    {
        ReviewAnswers.Confirm => t["ยืนยัน", "Confirm"],
        ReviewAnswers.Replace => t["ขอเปลี่ยนตัว", "Replace"],
        ReviewAnswers.GiveUp => t["คืนสิทธิ", "Give up"],
        _ => "–",
    };

    public static string Deed(Texts t, string action) => action switch
    {
        "review-planned" => t["วางแผน", "Planned"],
        "review-paused" => t["พักรอบ", "Paused"],
        "review-goes-on" => t["เดินต่อ", "Goes on"],
        "review-postponed" => t["เลื่อนหน่วยงาน", "Organisation put off"],
        "review-excluded" => t["เว้นผู้ถือสิทธิ", "Holder excluded"],
        "review-included" => t["เลิกเว้น", "Included again"],
        "review-brake" => t["เบรกทำงาน", "The brake is on"],
        "review-brake-apply" => t["ตัดสินใจ: ให้มีผล", "Decided: applied"],
        "review-brake-spare" => t["ตัดสินใจ: งดเว้น", "Decided: spared"],
        "review-exported" => t["นำหลักฐานออก", "Evidence exported"],
        "review-closed" => t["ปิดรอบ", "Closed"],
        _ => action,
    };

    public static string Phase(Texts t, Campaign campaign, DateOnly today) =>
        campaign.ClosedAt is not null ? t["ปิดรอบแล้ว", "closed"]
        : campaign.PausedAt is not null ? t["พักอยู่", "paused"]
        : campaign.Phase == Campaign.Planning ? t["กำลังจัดวัน", "being dealt out"]
        : campaign.FirstOn > today ? t["วางแผนแล้ว", "planned"] : t["กำลังถาม", "under way"];

    public static string Tone(Campaign campaign) =>
        campaign.ClosedAt is not null ? "off" : campaign.PausedAt is not null ? "late" : "good";
}
