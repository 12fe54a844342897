using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Cascade;

/// <summary>What a circular must have to be registered; the first thing that is wrong is refused, by the field's name.</summary>
static class CircularFormCheck
{
    const int LongestText = 2_000;
    const int MostLines = 60;
    static readonly string[] Kinds = ["deadline", "opens", "closes", "starts", "ends", "event"];

    public static void Require(CircularForm form)
    {
        if (LetterIdentity.Read(form.Number, form.Date) is null)
            throw Refusal("number", "อ่านเลขที่หนังสือไม่ได้ พิมพ์ตามหัวหนังสือ เช่น มท ๐๘๑๐.๘/ว ๔๕๕๐",
                "The letter's number can't be read; type it as its head has it, such as มท 0810.8/ว 4550.");
        if (string.IsNullOrWhiteSpace(form.TitleTh))
            throw Refusal("title-th", "โปรดระบุชื่อเรื่อง", "Give the subject in Thai.");
        if (SpeedClass.All.All(speed => speed.Code != form.Speed))
            throw Refusal("speed", "โปรดเลือกชั้นความเร็ว", "Choose a speed class.");
        if (form.Speed == SpeedClass.Within != form.SpeedUntil is not null)
            throw Refusal("speed-until", "ชั้นความเร็ว “ด่วนภายใน” ต้องระบุวันและเวลา และชั้นอื่นไม่ต้องระบุ",
                "The class “within” names a date and time, and no other does.");
        if (form.Clauses.Count == 0)
            throw Refusal("clauses", "โปรดระบุข้อกำหนดอย่างน้อยหนึ่งข้อ", "Give at least one clause.");
        RequireShort(form);
        RequireDates(form);
    }

    static void RequireShort(CircularForm form)
    {
        var texts = form.Clauses.SelectMany(clause => (string[])[clause.Phrase, clause.SummaryTh, clause.SummaryEn])
            .Concat(form.References).Concat(form.Enclosures).Concat(form.Aliases).Append(form.TitleTh).Append(
                form.TitleEn).ToList();
        if (texts.Any(text => text.Length > LongestText) || texts.Count > MostLines * 3)
            throw Refusal("clauses", $"ข้อความยาวเกิน {LongestText} ตัวอักษร หรือมากกว่า {MostLines} บรรทัด",
                $"A text is longer than {LongestText} characters, or there are more than {MostLines} lines.");
        if (texts.Any(text => text.Contains('\0', StringComparison.Ordinal)))
            throw Refusal("clauses", "มีอักขระที่จัดเก็บไม่ได้", "There are signs that can't be stored.");
    }

    static void RequireDates(CircularForm form)
    {
        foreach (var line in form.Deadlines)
        {
            if (line.Clause < 1 || line.Clause > form.Clauses.Count)
                throw Refusal("deadlines", $"กำหนดเวลาอ้างข้อ {line.Clause} ซึ่งไม่มีในรายการข้อกำหนด",
                    $"A date names clause {line.Clause}, and there is none.");
            if (!Kinds.Contains(line.Kind))
                throw Refusal("deadlines", $"ไม่มีชนิดวันสำคัญ '{line.Kind}'", $"There is no kind of date '{line.Kind}'.");
            if (form.Date is { } day && line.Date < day)
                throw Refusal("deadlines", "กำหนดเวลาอยู่ก่อนวันที่ของหนังสือ", "A date lies before the letter's own.");
        }
        if (form.Deadlines.GroupBy(line => (line.Clause, line.Kind)).Any(group => group.Count() > 1))
            throw Refusal("deadlines", "ข้อเดียวกันมีวันสำคัญชนิดเดียวกันได้วันเดียว", "A clause has one date of a kind.");
    }

    static RefusedException Refusal(string code, string thai, string english) => new(code, thai, english);
}
