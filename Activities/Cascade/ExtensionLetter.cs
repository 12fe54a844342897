using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// A letter that asks for a later deadline because a circular reached organisations too late (T14), ready to print and sign, in
/// the
/// form of a หนังสือภายนอก: Thai numerals, number and date blank. A district writes to its province, a province to the issuer.
/// </summary>
public sealed record ExtensionLetter(
    string Number, IReadOnlyList<string> Sender, string Subject, string Addressee, string ReferredTo,
    IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Lines, string Request, string SignerTitle)
{
    const int MinutesADay = 8 * 60;

    public static ExtensionLetter Compose(ExtensionFacts facts) => new(
        ThaiDigits.ToThai(facts.Office.LetterPrefix) + "/",
        [facts.Office.NameTh],
        $"ขอขยายกำหนดเวลาดำเนินการตามหนังสือ ที่ {ThaiDigits.ToThai(facts.LetterNumber)}",
        facts.Office.Type == OrganisationType.District ? "ผู้ว่าราชการ" + Province(facts.ProvinceTh) : HeadOf(facts.IssuerTh),
        $"หนังสือ{facts.IssuerTh} ที่ {ThaiDigits.ToThai(facts.LetterNumber)} ลงวันที่ {ThaiDate.LetterForm(facts.LetterDate)}",
        [
            $"ตามหนังสือที่อ้างถึง เรื่อง {facts.TitleTh} กำหนดให้ดำเนินการภายในวันที่ {ThaiDate.LetterForm(facts.Deadline)} "
                + "ความละเอียดแจ้งแล้ว นั้น",
            $"{facts.Office.NameTh}ขอเรียนว่า หนังสือดังกล่าวไปถึงหน่วยงานในพื้นที่ "
                + $"จำนวน {ThaiDigits.ToThai(facts.Late.Count)} แห่ง "
                + "โดยมีเวลาทำการเหลือไม่เพียงพอก่อนครบกำหนด ดังนี้",
        ],
        [.. facts.Late.Select((late, at) => $"{ThaiDigits.ToThai(at + 1)}. {late.NameTh} ได้รับเมื่อวันที่ "
            + $"{ThaiDate.LetterForm(ThaiDate.BangkokDate(late.ArrivedAt))} "
            + $"เหลือเวลาทำการ {ThaiDigits.ToThai(Left(late.MinutesLeft))}")],
        $"จึงเรียนมาเพื่อโปรดพิจารณาขยายกำหนดเวลาให้หน่วยงานดังกล่าวเป็นภายในวันที่ {ThaiDate.LetterForm(facts.Proposed)}",
        (facts.Office.Type == OrganisationType.District ? "นาย" + facts.Office.NameTh
            : "ผู้ว่าราชการ" + Province(facts.Office.NameTh)));

    /// <summary>
    /// The day to propose: as much office time as the sender wanted everybody to have, from when the last of them can next do
    /// something, and not before now.
    /// </summary>
    public static DateOnly Propose(WorkingCalendar calendar, DateTimeOffset now, long leastMinutes,
        IEnumerable<DateTimeOffset?> nextUsable)
    {
        var from = nextUsable.OfType<DateTimeOffset>().Append(now).Max();
        return calendar.AddWorkingDays(
            ThaiDate.BangkokDate(from), (int)Math.Max(1, (leastMinutes + MinutesADay - 1) / MinutesADay));
    }

    static string Left(long? minutes) => minutes is not > 0 ? "0 ชั่วโมง"
        : minutes < 60 ? $"{minutes} นาที" : $"{minutes / 60} ชั่วโมง";

    // "อธิบดีกรมการปกครอง", "ผู้อำนวยการสำนักงบประมาณ", "ผู้ว่าราชการจังหวัดยโสธร".
    static string HeadOf(string agency) => agency.StartsWith("กรม", StringComparison.Ordinal) ? "อธิบดี" + agency
        : agency.StartsWith("สำนัก", StringComparison.Ordinal) ? "ผู้อำนวยการ" + agency
        : agency.StartsWith("จังหวัด", StringComparison.Ordinal) ? "ผู้ว่าราชการ" + agency : "หัวหน้า" + agency;

    static string Province(string office) => office.IndexOf("จังหวัด", StringComparison.Ordinal) is >= 0 and var start
        ? office[start..] : office;
}

/// <summary>What such a letter is made of.</summary>
/// <param name="Office">Who writes it: a province or a district.</param>
/// <param name="Deadline">The issuer's day that can't be kept.</param>
/// <param name="Proposed">The later day that is asked for.</param>
public sealed record ExtensionFacts(
    Organisation Office, string ProvinceTh, string IssuerTh, string TitleTh, string LetterNumber, DateOnly LetterDate,
    DateOnly Deadline, DateOnly Proposed, IReadOnlyList<LateOne> Late);

/// <summary>An organisation that was reached too late.</summary>
public sealed record LateOne(string NameTh, DateTimeOffset ArrivedAt, long? MinutesLeft);
