using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Publishing;

/// <summary>Why asking for a publication, approving or refusing it is refused.</summary>
static class PublishingRefusals
{
    public static string RequireText(string? text, int longest, RefusedException missing)
    {
        var words = text?.Trim() ?? "";
        if (words.Length == 0)
            throw missing;
        return words.Length <= longest ? words : throw new RefusedException("text-too-long",
            $"ข้อความยาวเกิน {longest} ตัวอักษร", $"The text is longer than {longest} characters.");
    }

    public static RefusedException NoteNeeded() => new("note-needed",
        "โปรดเขียนสั้น ๆ ว่าแก้ไขอะไร เพราะเหตุใด ผู้อนุมัติจะได้ทราบ",
            "Say briefly what was changed and why, for who approves.");

    public static RefusedException ReasonNeeded() => new("reason-needed",
        "โปรดระบุเหตุผลที่ไม่อนุมัติ ผู้ขอจะได้แก้ไขถูก", "Say why it is refused, so that the author can mend it.");

    public static RefusedException SecondPersonNeeded() => new("second-person-needed",
        "ผู้จัดทำประกาศใช้เองไม่ได้ ให้ส่งขออนุมัติ " +
        "แล้วผู้ออกแบบกระบวนการอีกคนหนึ่งที่ไม่ใช่ผู้ขอและไม่ใช่ผู้บันทึกฉบับนี้เป็นผู้อนุมัติ",
        "The author can't publish alone. Ask for publication; another designer, neither who asked nor who saved it, approves.");

    public static RefusedException OwnRequest() => new("second-person-needed",
        "คำขอนี้เป็นของท่านเอง ถ้าไม่ต้องการแล้วให้ถอนคำขอ",
            "This is your own request; take it back if it isn't wanted any more.");

    public static RefusedException NotOwnRequest() => new("not-own-request",
        "ถอนได้เฉพาะคำขอของตนเอง", "Only one's own request can be taken back.");

    public static RefusedException NoSuchRequest() => new("no-such-request",
        "ไม่พบคำขอประกาศใช้นี้", "There is no such request for publication.");

    public static RefusedException RequestClosed(PublicationRequest request) => new("request-closed",
        $"คำขอประกาศใช้ฉบับที่ {request.Version} นี้จบแล้ว ({Thai(request.Outcome)}) เปิดหน้าประวัติเพื่อดูผล",
        $"This request to publish version {request.Version} is closed ({request.Outcome}). " +
        "See the history for what became of it.");

    public static RefusedException ChangedSinceAsked(PublicationRequest request) => new("changed-since-asked",
        $"ฉบับที่ {request.Version} ถูกแก้ไขหลังส่งขออนุมัติ จึงประกาศใช้ตามคำขอเดิมไม่ได้ ให้ผู้จัดทำส่งขออนุมัติใหม่",
        $"Version {request.Version} was changed after publication was asked for. Have the author ask again.");

    public static RefusedException ChangedSinceSeen(DefinitionVersion found) => new("definition-stale",
        $"มีผู้บันทึก \"{found.Name}\" ฉบับที่ {found.Version} ไว้ใหม่กว่าที่ท่านเห็น เปิดดูฉบับล่าสุดก่อนแล้วส่งอีกครั้ง",
        $"Version {found.Version} of '{found.Name}' was saved after you opened it. Look at the newest text, then ask again.");

    public static RefusedException NoSuchVersion(string definitionId, int version) => new("no-such-version",
        $"ไม่มีแบบกระบวนการ \"{definitionId}\" ฉบับที่ {version}",
            $"There is no version {version} of the definition '{definitionId}'.");

    public static RefusedException AlreadyPublished(DefinitionVersion version) => new("already-published",
        $"ฉบับที่ {version.Version} ประกาศใช้อยู่แล้ว", $"Version {version.Version} is the published one already.");

    static string Thai(string? outcome) => outcome switch
    {
        PublicationRequest.Approved => "อนุมัติแล้ว",
        PublicationRequest.Refused => "ไม่อนุมัติ",
        PublicationRequest.Replaced => "มีคำขอใหม่แทน",
        _ => "ถอนแล้ว",
    };
}
