namespace WorkflowHost.Engine.Running.Migration;

static class MigrationRefusals
{
    public static RefusedException Unmapped(IReadOnlyList<MigrationProblem> problems) => new("migration-unmapped",
        "ยังไม่รับแผนนี้:\n" + string.Join("\n", problems.Select(problem => problem.Thai)),
        "The plan is not taken yet:\n" + string.Join("\n", problems.Select(problem => problem.English)));

    public static RefusedException SameVersion() => new("same-version",
        "ฉบับต้นทางกับปลายทางเป็นฉบับเดียวกัน เลือกสองฉบับที่ต่างกัน", "It is the same version twice. Choose two that differ.");

    public static RefusedException NeverPublished(string definitionId, int version) => new("version-never-published",
        $"แบบกระบวนการ “{definitionId}” ไม่มีฉบับที่ {version} ที่ประกาศใช้แล้ว ประกาศใช้ก่อน แล้วจึงย้ายเรื่อง",
        $"'{definitionId}' has no published version {version}. Publish it first, then move instances.");

    public static RefusedException NoSuchPlan() => new("no-such-plan", "ไม่มีแผนย้ายนี้", "There is no such plan.");

    public static RefusedException NotNow(StoredPlan plan) => new("plan-state",
        $"แผนนี้อยู่ในสถานะ “{Thai(plan.Status)}” จึงทำรายการนี้ไม่ได้ เปิดหน้าแผนใหม่เพื่อดูสถานะล่าสุด",
        $"The plan is '{plan.Status}' now, so this can't be done. Open its page again to see how it stands.");

    static string Thai(string status) => status switch
    {
        StoredPlan.Planned => "วางแผนแล้ว",
        StoredPlan.Running => "กำลังย้าย",
        StoredPlan.Paused => "พัก",
        StoredPlan.Stopped => "หยุด",
        StoredPlan.Done => "เสร็จแล้ว",
        StoredPlan.Returning => "กำลังย้อนกลับ",
        _ => "ย้อนกลับแล้ว",
    };
}
