using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>A sub-unit as it is stored: checked, its person's citizen id as a keyed hash and masked (T95).</summary>
public sealed record SubUnitFacts(
    string Code, string NameTh, string Kind, string PersonName, string? CitizenHash = null, string? CitizenMasked = null);

/// <summary>What a form or a row says about a sub-unit.</summary>
/// <param name="Operates">Whether it operates in the fiscal year of the circular (C-03).</param>
/// <param name="CitizenId">Of who may claim its account, 13 digits in clear; empty when not given.</param>
public sealed partial record SubUnitForm(
    string Code, string NameTh, string Kind, string PersonName, bool Operates = true, string? CitizenId = null)
{
    public const int FiscalYear = 2567;

    /// <summary>What the form says, as it is stored.</summary>
    /// <exception cref="RefusedException">A field is wrong; the code names it.</exception>
    public SubUnitFacts Checked(CitizenIds citizens)
    {
        var facts = new SubUnitFacts(ThaiDigits.ToArabic(ThaiText.Normalise(Code)), ThaiText.Normalise(NameTh),
            SubUnitKind.Find(ThaiText.Normalise(Kind)) ?? "", ThaiText.Normalise(PersonName));
        Require(CodeForm().IsMatch(facts.Code), "code",
            "รหัสหน่วยงานต้องเป็นตัวเลขหรืออักษรอังกฤษ 1 ถึง 20 ตัว", "The code is 1 to 20 digits or Latin letters.");
        Require(facts.NameTh.Length is > 1 and <= 200 && ThaiLetter().IsMatch(facts.NameTh), "name",
            "ชื่อหน่วยงานต้องเป็นภาษาไทย ไม่เกิน 200 ตัวอักษร", "The name is Thai, 200 letters at most.");
        Require(facts.Kind.Length > 0, "kind",
            $"ประเภทต้องเป็นหนึ่งใน: {string.Join(", ", SubUnitKind.All.Select(kind => kind.Thai))}",
            $"The kind is one of: {string.Join(", ", SubUnitKind.All.Select(kind => kind.English))}.");
        Require(facts.PersonName.Length == 0 || (facts.PersonName.Length <= 100 && ThaiLetter().IsMatch(facts.PersonName)),
            "person", "ชื่อผู้รับบัญชีต้องเป็นภาษาไทย ไม่เกิน 100 ตัวอักษร",
            "The name of who gets the account is Thai, 100 letters at most.");
        Require(Operates, "operates",
            $"บันทึกได้เฉพาะหน่วยงานที่ยังดำเนินกิจการอยู่ในปีงบประมาณ {FiscalYear} (ข้อ C-03)",
            $"Only units that operate in fiscal year {FiscalYear} are recorded (C-03).", "C-03");
        if (string.IsNullOrWhiteSpace(CitizenId))
            return facts;
        var isId = People.CitizenId.TryParse(CitizenId, out var citizen);
        Require(isId, "citizen-id",
            "เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจเลข 13 หลักอีกครั้ง (หลักสุดท้ายใช้ตรวจสอบ)",
            "That is no citizen id; look at its 13 digits again (the last one checks the others).");
        return facts with { CitizenHash = citizens.HashOf(citizen!), CitizenMasked = citizen!.Mask() };
    }

    static void Require(bool holds, string code, string thai, string english, string? rule = null)
    {
        if (!holds)
            throw new RefusedException(code, thai, english, rule);
    }

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z.\-/]{0,19}\z")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"[\u0E01-\u0E2E]")]
    private static partial Regex ThaiLetter();
}
