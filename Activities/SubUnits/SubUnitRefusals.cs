using WorkflowHost.Engine;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>The words of the refusals around a list of sub-units.</summary>
static class SubUnitRefusals
{
    public static RefusedException NotYours() => new("not-your-organisation",
        "บันทึกได้เฉพาะหน่วยงานภายใต้สังกัดของ อปท. ของท่าน", "You can record units of your own local government only.");

    public static RefusedException NotYourProvince() => new("not-your-province",
        "เฉพาะผู้ประสานงานของจังหวัดที่ อปท. ตั้งอยู่เท่านั้นที่ตรวจรายชื่อได้ (ข้อ C-12)",
        "Only the coordinator of the province that the local government lies in checks its list (C-12).", "C-12");

    public static RefusedException DepartmentOnly() => new("department-only",
        "เฉพาะกรมส่งเสริมการปกครองท้องถิ่นเท่านั้นที่พิจารณาการเพิ่มหรือลดหลังพ้นกำหนด (ข้อ C-05)",
        "Only the department decides on additions and removals after the cut-off (C-05).", "C-05");

    public static RefusedException Gone() => new("sub-unit-gone",
        "ไม่พบหน่วยงานนี้ในรายชื่อ อาจถูกนำออกแล้ว โปรดเปิดรายชื่อใหม่",
        "The unit is not on the list; perhaps it was removed. Open the list again.");

    public static RefusedException CodeTaken(string code, string by) => new("code-taken",
        $"รหัส {code} เป็นของ “{by}” แล้ว โปรดใช้รหัสอื่น หรือแก้ไขหน่วยงานเดิม",
        $"The code {code} is taken by “{by}”. Use another, or change that unit.");

    public static RefusedException Confirmed() => new("confirmed-already",
        "จังหวัดยืนยันหน่วยงานนี้แล้ว อปท. แก้ไขเองไม่ได้ โปรดแจ้งจังหวัด หรือยื่นคำขอถึงกรม (ข้อ C-05, C-12)",
        "The province has confirmed this unit. Tell the province, or ask the department (C-05, C-12).", "C-12");

    public static RefusedException ReasonNeeded() => new("reason",
        "โปรดระบุเหตุผล อย่างน้อย 5 ตัวอักษร", "Give a reason of 5 letters at least.");

    public static RefusedException StillOpen() => new("still-open",
        "ยังไม่พ้นกำหนด เพิ่มหรือนำออกในหน้ารายชื่อได้เอง ไม่ต้องยื่นคำขอ",
        "The menu is still open: add or remove it on the list yourself.", "C-04");

    public static RefusedException Decided() => new("decided-already",
        "คำขอนี้มีผู้พิจารณาแล้ว", "This request has been decided.");

    /// <exception cref="RefusedException">There is no reason worth the name.</exception>
    public static string Reason(string? reason)
    {
        var text = Calendar.ThaiText.NormaliseLines(reason ?? "");
        return text.Length is >= 5 and <= 1_000 ? text : throw ReasonNeeded();
    }
}
