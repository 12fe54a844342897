using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Approvals;

static class ApprovalRefusals
{
    public static RefusedException SelfApproval() => new("self-approval",
        "ท่านเป็นผู้ยื่นหรือผู้รับสิทธิในคำขอนี้ จึงพิจารณาเองไม่ได้ ต้องให้ผู้อื่นที่มีอำนาจพิจารณา",
        "You filed this request or are to have the right, so you cannot decide on it; somebody else must.");

    public static RefusedException NoSendBack() => new("no-send-back",
        "ขั้นตอนนี้ส่งกลับไม่ได้ เลือกอนุมัติหรือไม่อนุมัติ", "This step cannot send back; approve or reject.");

    public static RefusedException PointsNeeded() => new("points-needed",
        "การส่งกลับต้องระบุข้อที่ต้องแก้ไขอย่างน้อยหนึ่งข้อ", "Sending back needs at least one point to mend.");

    public static RefusedException ReasonNeeded() => new("reason-needed",
        "การไม่อนุมัติต้องระบุเหตุผล", "A rejection needs its reason.");
}
