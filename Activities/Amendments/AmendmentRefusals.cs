using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Amendments;

/// <summary>What is said to who may not amend, or not so: in both languages, with the way out.</summary>
static class AmendmentRefusals
{
    public static RefusedException ReasonNeeded() => new("reason",
        "โปรดระบุเหตุผล ซึ่งจะปรากฏในทุกเรื่องและในจดหมายถึงผู้เกี่ยวข้อง",
        "Say why; it stands at every case and in the mails.");

    public static RefusedException Number() => new("number",
        "อ่านเลขที่หนังสือไม่ได้ พิมพ์ตามหัวหนังสือ เช่น มท ๐๘๑๐.๘/ว ๔๕๕๐",
        "The letter's number can't be read; type it as its head has it, such as มท 0810.8/ว 4550.");

    public static RefusedException Date() => new("date",
        "วันที่ของหนังสือต้องไม่เป็นวันในอนาคต และไม่ก่อนวันที่ของหนังสือเวียน",
        "The letter can't be dated in the future or before the circular.");

    public static RefusedException Nothing() => new("nothing",
        "ยังไม่ได้แก้ไขสิ่งใด เปลี่ยนวัน ข้อกำหนด หน่วยงานในข่าย หรือแบบกระบวนการอย่างน้อยหนึ่งอย่าง",
        "Nothing is changed yet: change a date, a clause, the recipients or the version of the definition.");

    public static RefusedException Passed(string key, DateTimeOffset at) => new("dates",
        $"วันตามข้อ {key} ผ่านไปแล้ว ({ThaiDate.WithTime(at)}) จึงแก้ไม่ได้ หากต้องการให้ทำอีก ให้เพิ่มข้อกำหนดและวันใหม่",
        $"The date {key} has passed ({ThaiDate.EnglishWithTime(at)}) and can't be moved; add a clause with a date of its own.");

    public static RefusedException ToThePast(string key) => new("dates",
        $"วันใหม่ของข้อ {key} ผ่านไปแล้ว เลือกวันที่ยังมาไม่ถึง", $"The new day of {key} has passed; choose one to come.");

    public static RefusedException NoSuchClause(string clause) => new("clauses",
        $"หนังสือเวียนนี้ไม่มีข้อ {clause}", $"This circular has no clause {clause}.");

    public static RefusedException NoWords() => new("clauses",
        "โปรดพิมพ์ถ้อยคำของข้อที่แก้ไขหรือเพิ่ม ไม่เกิน 2,000 ตัวอักษร",
        "Give the words of each clause that is changed or added, at most 2,000 characters.");

    public static RefusedException NoSuchOrganisation(string field, string code) => new(field,
        $"ไม่มีหน่วยงานรหัส '{code}'", $"There is no organisation '{code}'.");

    public static RefusedException NoSending() => new("added",
        "หนังสือเวียนนี้ยังไม่ได้ส่ง จึงเพิ่มผู้รับด้วยการส่งครั้งแรกได้เลย",
        "This circular hasn't been sent yet; choose the recipients when you send it.");

    public static RefusedException NotCovered(string type) => new("added",
        $"แบบกระบวนการที่ใช้ส่งไม่ครอบคลุมประเภท '{type}' ให้ผู้ออกแบบประกาศใช้ฉบับที่ครอบคลุมก่อน",
        $"The definition it was sent with doesn't cover '{type}'; a designer publishes one that does first.");

    public static RefusedException NoSuchPlan() => new("plan",
        "ไม่มีแผนย้ายนี้ หรือเริ่มไปแล้ว เลือกแผนที่ยังไม่เริ่ม",
        "There is no such plan, or it has begun; choose one that hasn't.");

    public static RefusedException OnesOwnPlan() => new("plan",
        "ผู้วางแผนย้ายเป็นผู้เริ่มใช้การแก้ไขที่มีแผนนั้นเองไม่ได้",
        "Who made the plan of the migration can't begin the amendment that carries it out.");

    public static RefusedException NoSuchAmendment() => new("no-such-amendment",
        "ไม่พบการแก้ไขนี้", "There is no such amendment.");

    public static RefusedException NotNow(Amendment amendment) => new("amendment-state",
        $"การแก้ไขนี้อยู่ในสถานะ “{AmendmentWords.Thai(amendment.Status)}” จึงทำรายการนี้ไม่ได้ "
            + "เปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด",
        $"It is '{AmendmentWords.English(amendment.Status)}' now, so this can't be done; open the page again.");

    public static RefusedException OtherUnderWay(Amendment other) => new("under-way",
        $"การแก้ไขตามหนังสือ {other.LetterNumber} ยังใช้ไม่เสร็จ ให้ดำเนินการฉบับนั้นให้เสร็จหรือย้อนกลับก่อน",
        $"The amendment {other.LetterNumber} is still being applied; finish it or take it back first.");

    public static RefusedException NotTheLatest() => new("not-the-latest",
        "ย้อนกลับได้เฉพาะการแก้ไขฉบับล่าสุด", "Only the latest amendment can be taken back.");

    public static RefusedException DateMoved(string key) => new("dates",
        $"วันตามข้อ {key} ถูกแก้ไขไปแล้วหลังจากร่างการแก้ไขนี้ ให้ทำการแก้ไขใหม่",
        $"The date {key} has moved since this was written down; write the amendment anew.");

    public static RefusedException Withdrawn() => new("circular-withdrawn",
        "หนังสือเวียนนี้ถูกยกเลิกแล้ว จึงแก้ไขไม่ได้", "This circular has been withdrawn and can't be amended.");
}

/// <summary>The states in words.</summary>
public static class AmendmentWords
{
    public static string Thai(string status) => status switch
    {
        Amendment.Planned => "ร่างไว้",
        Amendment.Running => "กำลังใช้",
        Amendment.Paused => "พักให้ตรวจ",
        Amendment.Stopped => "หยุด",
        Amendment.Done => "ใช้ครบแล้ว",
        Amendment.Returning => "กำลังย้อนกลับ",
        _ => "ย้อนกลับแล้ว",
    };

    public static string English(string status) => status switch
    {
        Amendment.Planned => "written down",
        Amendment.Running => "being applied",
        Amendment.Paused => "paused for a look",
        Amendment.Stopped => "stopped",
        Amendment.Done => "applied",
        Amendment.Returning => "being taken back",
        _ => "taken back",
    };
}
