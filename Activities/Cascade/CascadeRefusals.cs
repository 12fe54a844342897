using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Cascade;

/// <summary>What is said to who may not, or not so: in both languages, with the way out.</summary>
static class CascadeRefusals
{
    public static RefusedException NotTheAgencys() => new("not-the-agencys",
        "เฉพาะผู้ตรวจคำขอหรือผู้อำนวยการของหน่วยงานเจ้าของหนังสือเวียนเท่านั้นที่ทำได้",
        "Only a reviewer or the director of the issuing agency can do this.");

    public static RefusedException NotTheOffices() => new("not-the-offices",
        "เฉพาะผู้ประสานงาน งานสารบรรณ หรือผู้บริหารของหน่วยงานนี้เท่านั้นที่ลงรับและแจ้งต่อได้",
        "Only this office's coordinator, clerk or executive can register the letter and pass it on.");

    public static RefusedException Registered(LetterIdentity letter, string circular) => new("number",
        $"หนังสือ {letter} ลงทะเบียนแล้ว เป็นหนังสือเวียน {circular} หากเป็นสำเนาที่อ่านเลขต่างกัน ให้ผูกเป็นฉบับเดียวกันในหน้านั้น",
        $"The letter {letter} is registered already, as circular {circular}; link another reading of it there.");

    public static RefusedException NoSuchLetter() => new("no-such-letter",
        "ไม่พบหนังสือที่เลือก โปรดเลือกจากรายการ", "There is no such letter; choose one from the list.");

    public static RefusedException NoSuchCircular() => new("no-such-circular",
        "ไม่พบหนังสือเวียนนี้", "There is no such circular.");

    public static RefusedException Withdrawn() => new("circular-withdrawn",
        "หนังสือเวียนนี้ถูกยกเลิกแล้ว จึงส่งต่อไม่ได้", "This circular has been withdrawn and can't be sent.");

    public static RefusedException NotPerOrganisation(string definition) => new("definition",
        $"กระบวนการ '{definition}' ไม่ได้เริ่มต่อหน่วยงาน ต้องมีขั้นตอน Gov.Coverage และประกาศใช้แล้ว",
        $"The definition '{definition}' isn't one that is started per organisation; it needs the step Gov.Coverage, published.");

    public static RefusedException OtherCircular(string definition, string circular) => new("definition",
        $"กระบวนการ '{definition}' เป็นของหนังสือเวียน {circular}",
            $"The definition '{definition}' belongs to circular {circular}.");

    public static RefusedException NobodyCovered() => new("nobody-covered",
        "ไม่มีหน่วยงานในข่ายตามประเภทและพื้นที่ที่เลือก", "No organisation of these types lies there.");

    public static RefusedException NoSuchDate(string key) => new("deadline",
        $"หนังสือเวียนนี้ไม่มีวันสำคัญ '{key}'", $"This circular has no date '{key}'.");

    public static RefusedException UnderWay() => new("under-way",
        "หนังสือเวียนนี้กำลังส่งอยู่ ดูความคืบหน้าในหน้าการส่งเดิม",
            "This circular is being sent already; look at that sending.");

    public static RefusedException NoSuchSending() => new("no-such-sending",
        "ไม่พบการส่งนี้ หรือสิ้นสุดแล้ว", "There is no such sending, or it is over.");

    public static RefusedException NotArrived() => new("not-arrived",
        "หนังสือยังมาไม่ถึงหน่วยงานนี้", "The letter hasn't reached this office yet.");

    public static RefusedException NumberNeeded(string field) => new(field,
        field == "receive-number" ? "โปรดระบุเลขรับ" : "โปรดระบุเลขที่หนังสือของหน่วยงาน",
        field == "receive-number" ? "Give the receive number." : "Give this office's own letter number.");

    public static RefusedException ReceivedWhen() => new("received-at",
        "วันเวลาที่รับต้องไม่ก่อนวันที่ของหนังสือ และไม่เป็นเวลาในอนาคต",
        "It can't be received before the letter's date or in the future.");

    public static RefusedException OwnDateWhen() => new("own-date",
        "วันที่ของหนังสือแจ้งต่อต้องไม่ก่อนวันที่ของหนังสือต้นเรื่อง และไม่เป็นวันในอนาคต",
        "The letter that passes it on can't be dated before the original or in the future.");

    public static RefusedException ReceiveFirst() => new("receive-number",
        "ลงรับหนังสือก่อน (เลขรับ วันที่ เวลา) แล้วจึงแจ้งต่อ", "Register the receipt first: number, date and time.");

    public static RefusedException PassedOn() => new("passed-on",
        "หน่วยงานนี้แจ้งต่อไปแล้ว", "This office has passed it on already.");

    public static RefusedException NoDeadlineToShorten() => new("own-deadline",
        "หนังสือเวียนนี้ไม่มีกำหนดที่จะย่นได้", "This circular has no deadline that could be brought forward.");

    public static RefusedException LaterDeadline(DateTimeOffset enforced) => new("own-deadline",
        $"กำหนดของหน่วยงานต้องเร็วกว่ากำหนดที่ได้รับ คือ {ThaiDate.WithTime(enforced)} หน่วยงานที่แจ้งต่อย่นกำหนดได้ แต่ขยายไม่ได้",
        $"Your own deadline must be earlier than the one you were given, {ThaiDate.EnglishWithTime(enforced)}; "
            + "an office on the way may shorten it, never extend it.");

    public static RefusedException DeadlinePassed() => new("own-deadline",
        "กำหนดของหน่วยงานผ่านไปแล้ว", "That deadline has passed already.");

    public static RefusedException WordsNeeded() => new("words",
        "โปรดพิมพ์ข้อความ ไม่เกิน 2,000 ตัวอักษร", "Type the words, at most 2,000 characters.");

    public static RefusedException RemindedToday(DateTimeOffset at) => new("reminded",
        $"เตือนหน่วยงานเหล่านี้ไปแล้วเมื่อ {ThaiDate.WithTime(at)} เตือนซ้ำได้ในวันทำการถัดไป",
        $"These units were reminded at {ThaiDate.EnglishWithTime(at)}; you can remind again on the next working day.");

    public static RefusedException NobodyOwes() => new("nobody-owes",
        "ไม่มีหน่วยงานใดค้างตามที่เลือก", "None of those you chose still owes anything.");
}
