using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Publishing;

static class MigrationDeskRefusals
{
    public static RefusedException NotADesigner() => new("not-a-designer",
        "เฉพาะผู้ออกแบบกระบวนการเท่านั้นที่วางแผนย้ายเรื่องได้", "Only a workflow designer can plan a migration.");

    public static RefusedException NotAnOperator() => new("not-an-operator",
        "เฉพาะผู้ดูแลระบบเท่านั้นที่สั่งย้ายหรือย้อนกลับได้ แจ้งผู้ดูแลระบบให้เปิดหน้านี้",
        "Only an operator can apply a migration or take it back. Ask one to open this page.");

    public static RefusedException OnesOwnPlan() => new("own-plan",
        "ผู้วางแผนสั่งย้ายตามแผนของตนเองไม่ได้ ให้ผู้ดูแลระบบคนอื่นตรวจและสั่งย้าย",
        "Nobody applies a plan of their own. Ask another operator to look at it and apply it.");

    public static RefusedException NoSuchRule() => new("stop-rule",
        "จำนวนเรื่องต้องตั้งแต่ 1 และจำนวนที่ยอมให้ย้ายไม่ได้ต้องตั้งแต่ 0",
        "The batch is 1 or more, and the failures allowed are 0 or more.");
}
