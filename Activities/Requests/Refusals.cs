using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Requests;

/// <summary>What is said when a request isn't allowed: the thing, the clause, and the way out.</summary>
static class Refusals
{
    public static RefusedException NotYourOrganisation() => new("not-your-organisation",
        "ท่านไม่ได้เป็นเจ้าหน้าที่ของหน่วยงานนี้ จึงยื่นคำขอแทนไม่ได้",
        "You do not belong to this organisation, so you cannot file for it.");

    public static RefusedException NotCovered(Organisation organisation, string type, string rule) => new("not-covered",
        $"{organisation.NameTh}เป็น{OrganisationType.Names(type).NameTh} ซึ่งไม่อยู่ในข่ายตามหนังสือเวียน: "
        + $"“{ClauseOf(rule)?.Phrase}” (ข้อ {rule}) หากเห็นว่าประเภทหน่วยงานไม่ถูกต้อง โปรดแจ้งสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด",
        $"{organisation.NameEn} is a {OrganisationType.Names(type).NameEn}, which the circular does not cover ({rule}): {ClauseOf(rule)?.SummaryEn}. "
        + "If the type is wrong, tell the provincial office of local administration.", rule);

    public static RefusedException HasAccount(string system) => new("has-account",
        $"เจ้าหน้าที่ผู้นี้มีบัญชี {system} ของหน่วยงานนี้แล้ว โปรดเลือก “มีบัญชีแล้ว ขอเพิ่มระบบ” (ข้อ B-03)",
        $"This officer already has an {system} account here; choose \"has an account, adds the system\" (B-03).", "B-03");

    public static RefusedException OtherSystem(string system, IReadOnlyList<string> allowed) => new("other-system",
        $"องค์กรปกครองส่วนท้องถิ่นขอสิทธิได้ “เฉพาะระบบ {string.Join(", ", allowed)} เท่านั้น” (ข้อ A-03) จึงขอสิทธิระบบ {system} ไม่ได้ โปรดเลือกระบบ {string.Join(", ", allowed)}",
        $"Local governments may ask for {string.Join(", ", allowed)} only, not for {system}. Choose {string.Join(", ", allowed)}.", "A-03");

    public static RefusedException UnknownSystem(string system, IReadOnlyList<string> known) => new("unknown-system",
        $"ไม่มีระบบ '{system}' ในระบบขอสิทธิ ระบบที่มีคือ {string.Join(", ", known)} (ข้อ A-01) โปรดเลือกระบบในแบบฟอร์ม",
        $"There is no system '{system}' here; there are {string.Join(", ", known)}. Choose one on the form.", "A-01");

    public static RefusedException Withdrawn(string circular, string reason) => new("circular-withdrawn",
        $"หนังสือเวียน {circular} ถูกยกเลิกแล้ว จึงยื่นคำขอใหม่ไม่ได้: {reason}",
        $"Circular {circular} has been withdrawn, so nothing new can be filed under it: {reason}");

    public static RefusedException Unreadable() => new("unreadable-form",
        "แบบฟอร์มมีอักขระที่จัดเก็บไม่ได้ โปรดกรอกใหม่", "The form holds signs that cannot be stored. Fill it in again.");

    public static RefusedException PersonHasRequest(string reference) => new("person-has-request",
        $"มีคำขอของเจ้าหน้าที่ผู้นี้ที่ยังไม่เสร็จอยู่แล้ว เลขอ้างอิง {reference} โปรดดำเนินการในคำขอนั้น ไม่ต้องยื่นซ้ำ",
        $"There is an open request for this officer already, {reference}. Go on with that one; no second is needed.");

    public static RefusedException NotOpenYet(DateTimeOffset opensAt, string rule) => new("not-open",
        $"ระบบเปิดรับคำขอตั้งแต่วันที่ {ThaiDate.PageForm(ThaiDate.BangkokDate(opensAt))} (ข้อ {rule}) ขณะนี้ยังส่งคำขอไม่ได้ เก็บร่างไว้แล้วส่งเมื่อถึงวันนั้น",
        $"Requests can be filed from {ThaiDate.English(ThaiDate.BangkokDate(opensAt))}. Keep the draft and send it then.", rule);

    public static RefusedException UnknownKind(string kind) => new("unknown-kind",
        $"ไม่มีคำขอประเภท '{kind}' โปรดเลือกประเภทคำขอในแบบฟอร์ม",
        $"There is no kind of request '{kind}'; choose one on the form.");

    public static RefusedException NoSameOfficerBranch(string type) => new("no-same-officer",
        $"{OrganisationType.Names(type).NameTh}ไม่มีขั้นตอนยืนยันเจ้าหน้าที่คนเดิม (ข้อ A-04 ใช้กับ อบจ. เทศบาลนคร และเทศบาลเมือง) โปรดขอสิทธิให้เจ้าหน้าที่ทีละที่นั่ง",
        $"A {OrganisationType.Names(type).NameEn} has no same-officer branch (A-04 is for provincial administrations, cities and towns); ask seat by seat.", "A-04");

    public static RefusedException NoPerson() => new("no-person",
        "โปรดเลือกเจ้าหน้าที่ที่จะได้รับสิทธิ", "Choose the officer who is to have the right.");

    public static RefusedException ReasonToWithdraw() => new("reason-needed",
        "โปรดระบุเหตุผลที่ถอนคำขอ", "Say why the request is withdrawn.");

    public static RefusedException NoSuchRight() => new("no-such-right",
        "ไม่พบสิทธิเดิมที่ยังใช้อยู่ อาจถูกยกเลิกไปแล้ว โปรดเปิดหน้าสิทธิเพื่อดูสถานะล่าสุด",
        "There is no such right in use; it may have been revoked. Look at the rights page.");

    public static RefusedException AllSeatsTaken(int seats) => new("all-seats-taken",
        $"ที่นั่งครบ {seats} ที่แล้ว (ข้อ A-08 “จำนวน {ThaiDigits.ToThai(seats)} คน”) หากต้องการให้คนใหม่ โปรดเลือก “เปลี่ยนตัวเจ้าหน้าที่” ของที่นั่งที่ต้องการ",
        $"All {seats} seats are taken or asked for. Choose \"replace an officer\" for one of them.", "A-08");

    public static RefusedException SeatHasRequest(long seat, string reference) => new("seat-has-request",
        $"ที่นั่งที่ {seat} มีคำขอที่ยังไม่เสร็จอยู่แล้ว เลขอ้างอิง {reference} โปรดดำเนินการในคำขอนั้น",
        $"Seat {seat} already has an open request, {reference}. Go on with that one.");

    public static RefusedException NotOwnOfficer(string rule) => new("not-own-officer",
        "ผู้ที่เลือกไม่ได้เป็นเจ้าหน้าที่ในสังกัดหน่วยงานนี้ โปรดเพิ่มเป็นเจ้าหน้าที่ของหน่วยงานก่อน",
        "That person is not an officer of this organisation. Add them to it first.", rule);

    public static RefusedException HasOne(string rule) => new("has-one",
        "เจ้าหน้าที่ผู้นี้มีสิทธิในระบบนี้ของหน่วยงานนี้แล้ว หนึ่งคนใช้ได้หนึ่งที่นั่ง",
        "This officer already has a right in this system here; one person, one seat.", rule);

    static Clause? ClauseOf(string rule) => ShippedData.Circulars().SelectMany(circular => circular.Clauses)
        .FirstOrDefault(clause => clause.Id == rule);
}
