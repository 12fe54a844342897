using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Reviews;

/// <summary>What is said to who may not, or not so: in both languages, with the way out.</summary>
static class ReviewRefusals
{
    const string Rule = "A-05";

    public static RefusedException NotTheOperators() => new("not-the-operators",
        "เฉพาะผู้ดูแลระบบเท่านั้นที่วางแผนและควบคุมรอบทบทวนได้",
        "Only an operator plans and steers a yearly review.", Rule);

    public static RefusedException NoSuchCampaign() => new("no-such-campaign",
        "ไม่พบรอบทบทวนนี้ หรือปิดรอบแล้ว", "There is no such yearly review, or it is closed.", Rule);

    public static RefusedException NoSuchSystem(string system) => new("system",
        $"ไม่มีสิทธิที่ใช้อยู่ในระบบ '{system}'", $"Nobody holds a right in a system '{system}'.", Rule);

    public static RefusedException FirstInThePast() => new("first-on",
        "วันแรกต้องเป็นวันพรุ่งนี้เป็นอย่างเร็ว", "The first day can be tomorrow at the earliest.", Rule);

    public static RefusedException LastBeforeFirst() => new("last-on",
        "วันสุดท้ายต้องไม่ก่อนวันแรก และรอบหนึ่งยาวไม่เกินหนึ่งปี",
        "The last day can't lie before the first, and a review lasts a year at most.", Rule);

    public static RefusedException NoWorkingDay() => new("last-on",
        "ช่วงนี้ไม่มีวันทำการ", "There is no working day in that time.", Rule);

    public static RefusedException Percent() => new("limit-percent",
        "ร้อยละต้องเป็น 0 ถึง 100", "Per cent go from 0 to 100.", Rule);

    public static RefusedException Begun(Campaign campaign) => new("begun",
        $"รอบปี {campaign.Year} เริ่มถามไปแล้ว จึงวางแผนใหม่ไม่ได้ พักรอบ เลื่อนหน่วยงาน หรือเว้นบุคคลแทน",
        $"The review of {campaign.Year} has begun and can't be planned anew; pause it, postpone organisations, or exclude people.",
        Rule);

    public static RefusedException Overlaps(Campaign other) => new("first-on",
        $"ช่วงนี้ทับกับรอบปี {other.Year} ({ThaiDate.ShortForm(other.FirstOn)} ถึง {ThaiDate.ShortForm(other.LastOn)})",
        $"This overlaps with the review of {other.Year}, {ThaiDate.EnglishShort(other.FirstOn)} to "
            + $"{ThaiDate.EnglishShort(other.LastOn)}.", Rule);

    public static RefusedException ReasonNeeded() => new("reason-needed",
        "โปรดระบุเหตุผล ไม่เกิน 500 ตัวอักษร", "Give the reason, at most 500 characters.", Rule);

    public static RefusedException Paused() => new("paused",
        "รอบนี้พักอยู่แล้ว", "It is paused already.", Rule);

    public static RefusedException NotPaused() => new("not-paused",
        "รอบนี้ไม่ได้พักอยู่", "It isn't paused.", Rule);

    public static RefusedException NothingPlannedThere(string organisation) => new("organisation",
        $"หน่วยงาน {organisation} ไม่มีสิทธิที่ยังรอถามในรอบนี้ ที่ถามไปแล้วเลื่อนไม่ได้",
        $"The organisation {organisation} has nothing left to be asked in this review; what was asked can't be postponed.", Rule);

    public static RefusedException PostponedTo(DateOnly last) => new("to-on",
        $"เลื่อนไปได้เฉพาะวันที่ช้ากว่าเดิม ไม่เกินวันสุดท้ายของรอบ คือ {ThaiDate.ShortForm(last)} และต้องยังมีที่ว่าง",
        $"It can be put off to a later day than now, up to the review's last, {ThaiDate.EnglishShort(last)}, with room left.", Rule);

    public static RefusedException NoSuchPerson(string person) => new("person",
        $"ไม่พบผู้ถือสิทธิ '{person}' ในรอบนี้", $"Nobody '{person}' holds a right in this review.", Rule);

    public static RefusedException ExcludedAlready() => new("person",
        "ผู้นี้ถูกเว้นไว้แล้ว", "They are excluded already.", Rule);

    public static RefusedException NotExcluded() => new("person",
        "ผู้นี้ไม่ได้ถูกเว้นไว้", "They aren't excluded.", Rule);

    public static RefusedException OnHold(string reason) => new("review-held",
        $"สิทธินี้ถูกเว้นจากการทบทวนและเปลี่ยนแปลงไม่ได้ในขณะนี้ เหตุผล: {reason} หากมีข้อสงสัยให้ติดต่อผู้ดูแลระบบ",
        $"This right is left out of the review and can't be changed now. Reason: {reason}. Ask the operator.", Rule);

    public static RefusedException NoSuchBrake() => new("no-such-brake",
        "ไม่พบรายการนี้ หรือมีผู้ตัดสินใจไปแล้ว", "There is no such list, or somebody has decided on it already.", Rule);

    public static RefusedException NotYourAnswer() => new("not-your-answer",
        "แก้คำตอบได้เฉพาะผู้ที่ตอบไว้ และก่อนวันปิดรับคำตอบเท่านั้น",
        "Only who gave the answer can change it, and only until closing.", Rule);

    public static RefusedException UnderReview() => new("under-review",
        "สิทธินี้กำลังทบทวนอยู่ หรือสิ้นสุดแล้ว", "This right is under review already, or has ended.", Rule);
}
