using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Approvals;

static class ApprovalRefusals
{
    public static RefusedException SelfApproval() => new("self-approval",
        "ท่านเป็นผู้ยื่นหรือผู้รับสิทธิในคำขอนี้ จึงพิจารณาเองไม่ได้ ต้องให้ผู้อื่นที่มีอำนาจพิจารณา",
        "You filed this request or are to have the right, so you cannot decide on it; somebody else must.");

    public static RefusedException ForAParty() => new("self-approval",
        "ท่านทำแทนผู้ที่ยื่นหรือจะได้รับสิทธิในคำขอนี้ จึงพิจารณาแทนไม่ได้ ต้องให้ผู้อื่นที่มีอำนาจพิจารณา",
        "You act for who filed this request or is to have the right, so you cannot decide on it; somebody else must.");

    public static RefusedException SaidAlready(string thai, string english) => new("said-already",
        $"{thai} ให้ความเห็นในเรื่องนี้แล้ว แต่ละคนให้ความเห็นได้ครั้งเดียว เรื่องยังรอผู้พิจารณาคนอื่น",
        $"{english} has answered this already; each has one voice. It waits for others.");

    public static RefusedException NotYourTurn(string thai, string english) => new("not-your-turn",
        $"ยังไม่ถึงลำดับของท่าน ขณะนี้รอ {thai}", $"It is not your turn yet; it waits for {english}.");

    public static RefusedException GrantsNeeded() => new("grants-needed",
        "โปรดเลือกอย่างน้อยหนึ่งรายการที่อนุมัติ หรือเลือก “ไม่อนุมัติ” พร้อมเหตุผล",
        "Tick at least one line to approve, or reject the request with a reason.", "B-02");

    public static RefusedException AccountFirst(string account) => new("account-first",
        $"อนุมัติเฉพาะระบบโดยไม่อนุมัติบัญชี {account} ไม่ได้ เพราะต้องเข้าผ่านบัญชีนี้ โปรดเลือกทั้งสองรายการ หรือไม่อนุมัติทั้งคำขอ",
        $"The system can't be approved without the {account} account that opens it. Tick both, or reject the request.", "B-02");

    public static RefusedException NoSendBack() => new("no-send-back",
        "ขั้นตอนนี้ส่งกลับไม่ได้ เลือกอนุมัติหรือไม่อนุมัติ", "This step cannot send back; approve or reject.");

    public static RefusedException PointsNeeded() => new("points-needed",
        "การส่งกลับต้องระบุข้อที่ต้องแก้ไขอย่างน้อยหนึ่งข้อ", "Sending back needs at least one point to mend.");

    public static RefusedException ReasonNeeded() => new("reason-needed",
        "การไม่อนุมัติต้องระบุเหตุผล", "A rejection needs its reason.");
}
