using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Tests.Activities.Letters;

/// <summary>The words of the letter to the agency's head .</summary>
public sealed class LetterDraftTests
{
    static readonly LetterFacts Facts = new(
        "เทศบาลตำบลบ้านลองดู", OrganisationType.TambonMunicipality, "ตย 53001", "saraban@office.example",
        ["อำเภอเมือง จังหวัดตัวอย่าง"], null,
        "BBL", "สำนักงบประมาณ", "ผู้อำนวยการสำนักงบประมาณ", "หนังสือสำนักงบประมาณ ที่ นร ๐๗๒๑/ว ๙", new DateOnly(2023, 11, 6),
        Capacity.Own, "นายประเสริฐ ศรีสุข",
        [new LetterOfficer("นางสาวมาลี ใจงาม", 1, "BBL-2569-7K3M9QX4")]);

    [Test]
    public void NumberAndDate_AreLeftBlank_AndEveryNumeralIsThai()
    {
        var draft = LetterDraft.Compose(Facts);
        Assert.That((draft.Number, draft.Date), Is.EqualTo(("ตย ๕๓๐๐๑/", LetterDraft.BlankDate)));
        var text = string.Join(
            '\n', [draft.Number, draft.Date, draft.Subject, draft.Opening, draft.Assignment, .. draft.Officers, draft.Request]);
        Assert.That(text.Any(char.IsAsciiDigit), Is.False, text);
        Assert.That(LetterDraft.Compose(Facts with { Date = new DateOnly(2026, 3, 2) }).Date, Is.EqualTo("๒ มีนาคม ๒๕๖๙"));
    }

    [TestCase(OrganisationType.Pao, "องค์การบริหารส่วนจังหวัดตัวอย่าง", "นายกองค์การบริหารส่วนจังหวัดตัวอย่าง")]
    [TestCase(OrganisationType.CityMunicipality, "เทศบาลนครตัวอย่าง", "นายกเทศมนตรีนครตัวอย่าง")]
    [TestCase(OrganisationType.TownMunicipality, "เทศบาลเมืองทุ่งสมมติ", "นายกเทศมนตรีเมืองทุ่งสมมติ")]
    [TestCase(OrganisationType.TambonMunicipality, "เทศบาลตำบลบ้านลองดู", "นายกเทศมนตรีตำบลบ้านลองดู")]
    public void Executive_IsCalledAfterTheTypeAndTheName(string type, string name, string title) =>
        Assert.That(LetterDraft.Compose(Facts with { OrganisationType = type, OrganisationName = name }).SignerTitle,
            Is.EqualTo((string[])[title]));

    [TestCase(Capacity.Acting, "รักษาราชการแทน")]
    [TestCase(Capacity.OnBehalf, "ปฏิบัติราชการแทน")]
    public void WhoSignsForTheExecutive_SaysSoAboveTheTitle(string capacity, string words)
    {
        var draft = LetterDraft.Compose(Facts with { Capacity = capacity, SignerName = null });
        Assert.That(draft.SignerTitle[0], Does.StartWith("ตำแหน่ง").And.EndWith(words));
        Assert.That((draft.SignerTitle[1], draft.SignerName), Is.EqualTo(("นายกเทศมนตรีตำบลบ้านลองดู", LetterDraft.BlankName)));
    }

    [Test]
    public void A06_Replacement_NamesWhoIsReplacedAndSinceWhen()
    {
        var draft = LetterDraft.Compose(Facts with
        {
            Officers = [new LetterOfficer("นายสมชาย ทองดี", null, "BBL-2569-0", "นายอนุชา พงษ์ไพร", new DateOnly(2026, 2, 27))],
        });
        Assert.That(draft.Subject, Does.StartWith("ขอเปลี่ยนตัว"));
        Assert.That(draft.Officers[0],
            Is.EqualTo("๑. นายสมชาย ทองดี แทนนายอนุชา พงษ์ไพร ซึ่งยกเลิกสิทธิแล้วเมื่อวันที่ ๒๗ กุมภาพันธ์ ๒๕๖๙"));
    }

    [Test]
    public void A08_OneLetter_NamesBothOfficersWithTheirSeats()
    {
        var draft = LetterDraft.Compose(
            Facts with { Officers = [Facts.Officers[0], new LetterOfficer("นายสมชาย ทองดี", 2, "BBL-2569-1")] });
        Assert.That(draft.Assignment, Does.Contain("จำนวน ๒ คน"));
        Assert.That(draft.Officers,
            Is.EqualTo((string[])["๑. นางสาวมาลี ใจงาม เป็นผู้มีสิทธิลำดับที่ ๑", "๒. นายสมชาย ทองดี เป็นผู้มีสิทธิลำดับที่ ๒"]));
        Assert.That(draft.References, Has.Count.EqualTo(2));
    }

    [Test]
    public void ReferenceCode_IsAPng() =>
        Assert.That(
            ReferenceCode.Png("BBL-2569-7K3M9QX4").Take(8), Is.EqualTo((byte[])[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]));
}
