using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>What stages, tasks, answers and deeds are called on pages.</summary>
public static class Words
{
    public static string Tone(string stage) => stage switch
    {
        RequestStage.Granted or RequestStage.Confirmed => "good",
        RequestStage.SentBack or RequestStage.OfficerLeft => "late",
        RequestStage.Rejected => "bad",
        RequestStage.Withdrawn or RequestStage.Kept or RequestStage.Left => "off",
        _ => "wait",
    };

    public static string Stage(this Texts t, string stage) => t[RequestStage.Thai(stage), RequestStage.English(stage)];

    public static string Kind(this Texts t, string kind) => t[RequestKind.Thai(kind), RequestKind.English(kind)];

    public static string Task(this Texts t, string kind) => kind switch
    {
        WorkTask.RevokeFirst => t["ยืนยันการยกเลิกสิทธิคนเดิม", "confirm that the old right is revoked"],
        WorkTask.ProveIdentity => t["ยืนยันตัวตนของเจ้าหน้าที่", "prove the officer's identity"],
        WorkTask.Letter => t["แนบหนังสือที่นายกลงนาม", "attach the signed letter"],
        WorkTask.Review => t["ตรวจความครบถ้วน", "check the request"],
        WorkTask.Decide => t["พิจารณาอนุมัติ", "decide"],
        WorkTask.ChangeOfficer => t["เลือกเจ้าหน้าที่คนใหม่ หรือถอนคำขอ", "choose another officer, or withdraw"],
        WorkTask.ApproveAccount => t["อนุมัติบัญชีและสิทธิ", "approve the account and the right"],
        WorkTask.ConfirmWorks => t["เข้าใช้ระบบแล้วยืนยันว่าใช้ได้", "try the system, and say whether it works"],
        WorkTask.YearlyReview => t["ทบทวนสิทธิประจำปี", "yearly review"],
        WorkTask.Restore => t["คืนสิทธิที่ระงับไว้", "restore the suspended right"],
        _ => kind,
    };

    public static string Answer(this Texts t, string stage, string answer) => answer switch
    {
        "Approve" when stage == WorkTask.Review => t["ตรวจแล้ว ครบถ้วน", "checked and complete"],
        "Approve" => t["อนุมัติ", "approved"],
        "SendBack" => t["ส่งกลับให้แก้ไข", "sent back"],
        "Reject" => t["ไม่อนุมัติ", "rejected"],
        "Revoke" => t["ยืนยันการยกเลิกสิทธิคนเดิม", "old right revoked"],
        "Keep" => t["คงผู้ถือสิทธิเดิม", "old holder kept"],
        "Confirm" => t["ยืนยันผู้ถือสิทธิ", "holder confirmed"],
        "Continue" => t["ให้เจ้าหน้าที่คนใหม่รับช่วง", "another officer takes it over"],
        "Withdraw" => t["ถอนคำขอ", "withdrawn"],
        "Works" => t["ยืนยันว่าใช้ได้", "said to work"],
        "NotWorking" => t["แจ้งว่าใช้ไม่ได้", "said not to work"],
        "GiveUp" => t["คืนสิทธิ", "given up"],
        "Replace" => t["ขอเปลี่ยนตัว", "to be replaced"],
        _ => answer,
    };

    public static string Via(this Texts t, string via) => via switch
    {
        "mail" => t["ผ่านลิงก์ในจดหมาย", "by the mailed link"],
        "api" => t["ผ่าน API", "by the API"],
        _ => t["บนหน้าเว็บ", "on the page"],
    };

    public static string Signature(this Texts t, string kind) => kind switch
    {
        "scan" => t["ลายมือชื่อบนกระดาษที่สแกน", "wet ink, scanned"],
        "drawn" => t["ลายมือชื่อที่วาดบนจอ", "drawn on a screen"],
        "digital" => t["ลายมือชื่อดิจิทัล (ใบรับรอง)", "digital certificate"],
        "none" => t["ไม่มีลายมือชื่อ", "no signature"],
        _ => kind,
    };

    public static string Proof(this Texts t, string method) => method switch
    {
        "ThaID" => "ThaID",
        "ThaID-stand-in" => t["ThaID (แบบทดลอง)", "ThaID (stand-in)"],
        "InPerson" => t["ปลัด/งานสารบรรณเห็นบัตรประชาชน", "the clerk saw the identity card"],
        _ => method,
    };

    /// <summary>A kind of mail that came in.</summary>
    public static string Incoming(this Texts t, string kind) => kind switch
    {
        "bounce" => t["ตีกลับ", "not delivered"],
        "auto-reply" => t["ตอบกลับอัตโนมัติ", "automatic reply"],
        "reply" => t["ตอบกลับ", "reply"],
        _ => t["อื่น ๆ", "other"],
    };

    public static string Deed(this Texts t, string action) => action switch
    {
        "request-filed" => t["ยื่นคำขอ", "Request filed"],
        "identity-proven" => t["ยืนยันตัวตนแล้ว", "Identity proven"],
        "letter-attached" => t["แนบหนังสือแล้ว", "Letter attached"],
        "letter-file-elsewhere" => t["ไฟล์เดียวกับของหน่วยงานอื่น", "Same file as another organisation's"],
        "points-answered" => t["ตอบประเด็นที่ส่งกลับ", "Points answered"],
        "review-approve" => t["ตรวจแล้ว ครบถ้วน", "Checked and complete"],
        "review-sendback" => t["ส่งกลับให้แก้ไข", "Sent back"],
        "review-reject" or "decide-reject" => t["ไม่อนุมัติ", "Rejected"],
        "decide-approve" => t["ผู้อำนวยการอนุมัติ", "Approved by the Director"],
        "request-granted" => t["ได้รับสิทธิแล้ว", "Granted"],
        "request-confirmed" => t["ยืนยันแล้ว ใช้สิทธิต่อเนื่อง", "Confirmed, goes on"],
        "request-rejected" => t["ปิดคำขอ: ไม่อนุมัติ", "Closed: rejected"],
        "request-withdrawn" => t["ถอนคำขอ", "Withdrawn"],
        "request-kept" => t["ปิดคำขอ: คงผู้ถือสิทธิเดิม", "Closed: old holder kept"],
        "right-granted" => t["เริ่มใช้สิทธิ", "Right granted"],
        "right-confirmed" => t["ยืนยันสิทธิ", "Right confirmed"],
        "right-ended" => t["สิทธิสิ้นสุด", "Right ended"],
        "right-suspended" => t["ระงับสิทธิ", "Right suspended"],
        "review-confirm" => t["ทบทวนแล้ว: ใช้ต่อ", "Reviewed: goes on"],
        "review-replace" => t["ทบทวนแล้ว: ขอเปลี่ยนตัว", "Reviewed: to be replaced"],
        "review-giveup" => t["ทบทวนแล้ว: คืนสิทธิ", "Reviewed: given up"],
        "review-no-answer" => t["ไม่มีผู้ตอบการทบทวน", "Review without an answer"],
        "addressee-read" => t["ผู้ตรวจอ่านคำขึ้นต้นในหนังสือด้วยตาตนเอง", "The addressee was read by a person"],
        "officer-back" => t["เจ้าหน้าที่กลับเข้าหน่วยงานก่อนพักคำขอ", "The officer came back before it was put on hold"],
        "officer-left" => t["เจ้าหน้าที่พ้นจากหน่วยงาน คำขอพักไว้", "The officer left; on hold"],
        "officer-changed" => t["เปลี่ยนเจ้าหน้าที่ในคำขอเดิม", "Another officer goes on with it"],
        "seat-empty-alarm" => t["เตือน: ที่นั่งว่างนานเกินกำหนด", "Alarm: the seat is empty too long"],
        "approve-account-approve" => t["อนุมัติบัญชีและสิทธิ", "Account and right approved"],
        "approve-account-reject" => t["ไม่อนุมัติ", "Rejected"],
        "mail-not-delivered" => t["จดหมายไปไม่ถึง", "A mail did not arrive"],
        "mail-other-way" => t["ส่งจดหมายอีกทางหนึ่ง", "The mail was sent another way"],
        "mail-to-call" => t["ไม่มีที่อยู่ใดรับจดหมาย ต้องโทรแจ้ง", "No address takes the mail; somebody has to call"],
        "mail-told-by-phone" => t["โทรแจ้งแล้ว", "Told by phone"],
        "reply-kept" => t["มีอีเมลตอบกลับ เก็บไว้กับเรื่อง ไม่ถือเป็นการตอบ", "A reply by mail was kept; it answers nothing"],
        "auto-reply-kept" => t["มีการตอบกลับอัตโนมัติ", "An automatic reply came"],
        "escalated" => t["เลยกำหนด: เตือนซ้ำและแจ้งจังหวัด", "Late: reminded again, the province told"],
        "right-works" => t["เจ้าหน้าที่ยืนยันว่าใช้ได้", "The officer says that it works"],
        "right-not-working" => t["เจ้าหน้าที่แจ้งว่าใช้ไม่ได้", "The officer says that it does not work"],
        "request-left" => t["สิ้นสุด: เจ้าหน้าที่พ้นจากหน่วยงาน", "Ended: the officer has left"],
        "outside-scope" => t["มีผู้พยายามเปิดจากนอกหน่วยงาน", "Somebody from elsewhere tried to open it"],
        _ => action,
    };
}
