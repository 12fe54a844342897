namespace WorkflowHost.Engine.Definitions;

static class DefinitionRefusals
{
    public static RefusedException Stale(DefinitionVersion? stored, string? stamp) => (stored, stamp) switch
    {
        (null, _) => new("definition-deleted",
            "ไม่มีแบบกระบวนการนี้แล้ว มีผู้ลบไประหว่างที่ท่านแก้ไข ส่งออกงานของท่านเก็บไว้ แล้วนำเข้าใหม่",
            "This definition was deleted while you were changing it. Export your work and import it as a new one."),
        (_, null) => new("definition-exists",
            $"มีแบบกระบวนการรหัส \"{stored.DefinitionId}\" อยู่แล้ว เปิดฉบับนั้นมาแก้ไข หรือใช้รหัสอื่น",
            $"There is a definition '{stored.DefinitionId}' already. Open that one, or use another id."),
        _ => new("definition-stale",
            $"มีผู้บันทึก \"{stored.Name}\" ฉบับที่ {stored.Version} ไว้ใหม่กว่าที่ท่านเปิดอยู่ ระบบจึงไม่บันทึกทับ เปิดฉบับล่าสุดแล้วแก้ไขอีกครั้ง",
            $"Version {stored.Version} of '{stored.Name}' was saved after you opened it, so nothing was overwritten. " +
            "Open the newest version and make your change again."),
    };

    public static RefusedException NoSuchVersion(string definitionId, int version) => new("no-such-version",
        $"ไม่มีแบบกระบวนการ \"{definitionId}\" ฉบับที่ {version}", $"There is no version {version} of the definition '{definitionId}'.");

    public static RefusedException DraftInTheWay(DefinitionVersion draft) => new("draft-in-the-way",
        $"มีร่างฉบับที่ {draft.Version} ที่ยังไม่ประกาศใช้ ประกาศใช้หรือลบร่างนั้นก่อน แล้วจึงย้อนกลับ",
        $"Version {draft.Version} is a draft that isn't published. Publish or delete it first.");

    public static RefusedException NotPublished(string definitionId) => new("not-published",
        $"ขณะนี้ไม่เปิดรับเรื่องใหม่ เพราะแบบกระบวนการ \"{definitionId}\" ไม่มีฉบับที่ประกาศใช้ สอบถามผู้ออกแบบกระบวนการ",
        $"Nothing new can be started now: the definition '{definitionId}' has no published version. Ask the workflow designer.");
}
