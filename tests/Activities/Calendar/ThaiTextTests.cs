using System.Text;
using NUnit.Framework;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Activities.Calendar;

public sealed class ThaiTextTests
{
    [TestCase("\u0E19\u0E49\u0E4D\u0E32", "\u0E19\u0E49\u0E33", Description = "nikhahit and sara aa to sara am")]
    [TestCase("\u0E19\u0E4D\u0E49\u0E32", "\u0E19\u0E49\u0E33", Description = "nikhahit typed before the tone mark")]
    [TestCase("\u0E19\u0E33\u0E49", "\u0E19\u0E49\u0E33", Description = "tone mark typed after sara am")]
    [TestCase("\u0E40\u0E40\u0E1C\u0E19", "\u0E41\u0E1C\u0E19", Description = "two sara e typed for sara ae")]
    [TestCase("\u0E01\u0E48\u0E35", "\u0E01\u0E35\u0E48", Description = "tone mark typed before the vowel")]
    [TestCase("ก\u200Bข\u200Cค\u200Dง\u2060จ\uFEFF", "กขคงจ", Description = "zero-width characters")]
    [TestCase("ก\u00A0ข", "ก ข", Description = "no-break space")]
    [TestCase("บุ\u0E24\u0E32ษี", "บุ\u0E24\u0E45ษี", Description = "ฤๅ with lakkhangyao")]
    [TestCase("  ก \t\r\n ข  ", "ก ข", Description = "blanks")]
    [TestCase("e\u0301", "é", Description = "Latin letters in NFC")]
    [TestCase("ศักดิ์สิทธิ์ ที่นี้ น้ำเกี่ยว เป็น", "ศักดิ์สิทธิ์ ที่นี้ น้ำเกี่ยว เป็น", Description = "right text stays")]
    [TestCase("บ้าน \U0001F3E0", "บ้าน \U0001F3E0", Description = "characters beyond the first plane")]
    [TestCase("\u202Eกขค\u202C", "กขค", Description = "characters that turn the reading direction")]
    [TestCase("", "")]
    public void TextIsNormalised(string input, string expected) => Assert.That(ThaiText.Normalise(input), Is.EqualTo(expected));

    [Test]
    public void HalfOfAPair_BecomesTheMarkForUnreadable()
    {
        var broken = string.Concat("ก", '\uD83D'.ToString(), "ข");

        Assert.That(ThaiText.Normalise(broken), Is.EqualTo("ก\uFFFDข"));
    }

    [Test]
    public void NormalisingTwice_ChangesNothing()
    {
        var alphabet = "กรฤฦเแาำๅะัิีึืฺุู็่้๊๋์ํ \u00A0\u200B\u0301a\u0334\u0E3B\u00C5\u2126\uFEFF" + '\uD83D' + '\uDC4D';
        var random = new Random(2566);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var once = ThaiText.Normalise(text);
            Assert.That(ThaiText.Normalise(once), Is.EqualTo(once), string.Join(' ', text.Select(c => $"{(int)c:X4}")));
        }
    }

    [Test]
    [CancelAfter(5_000)]
    public void HostileText_IsNormalisedInLinearTime()
    {
        var text = string.Concat(Enumerable.Repeat("\u0E48\u0E35", 500_000));

        Assert.That(ThaiText.Normalise(text), Has.Length.EqualTo(1_000_000));
    }

    [Test]
    public void LinesOfAComment_StayLines() =>
        Assert.That(ThaiText.NormaliseLines("ก  ข\r\n\r\nค \n"), Is.EqualTo("ก ข\n\nค"));

    [Test]
    public void TextsThatLookTheSame_AreEqual()
    {
        Assert.That(ThaiText.AreEqual("น\u0E49\u0E4D\u0E32", "น้ำ"), Is.True);
        Assert.That(ThaiText.AreEqual("บ้าน", "บาน"), Is.False);
    }

    [Test]
    public void ASearchKey_FindsNumbersInEitherDigitsAndSpacing()
    {
        var key = ThaiText.SearchKey("มท ๐๘๑๐.๘/ว ๔๕๕๐ BBL");

        Assert.That(key, Does.Contain(ThaiText.SearchKey("มท0810.8/ว4550")));
        Assert.That(key, Does.Contain(ThaiText.SearchKey("bbl")));
    }

    [Test]
    public void Cutting_KeepsVowelsAndTonesWithTheirConsonant()
    {
        Assert.That(ThaiText.Truncate("น้ำเกี่ยว", 5), Is.EqualTo("น้ำเกี่ยว"));
        Assert.That(ThaiText.Truncate("น้ำเกี่ยว", 3), Is.EqualTo("น้ำเ…"));
        Assert.That(ThaiText.TruncateUtf8("น้ำเกี่ยว", 255), Is.EqualTo("น้ำเกี่ยว"));
        Assert.That(ThaiText.TruncateUtf8("น้ำเกี่ยว", 20), Is.EqualTo("น้ำเ"));
        Assert.That(ThaiText.TruncateUtf8("น้ำ", 8), Is.Empty);
        Assert.That(Encoding.UTF8.GetByteCount(ThaiText.TruncateUtf8(new string('ก', 300), 255)), Is.EqualTo(255));
    }

    [Test]
    public void SortingByConsonantAndNumber_IsWhatReadersExpect()
    {
        string[] names = ["อุดร", "เชียงใหม่", "ว ๑๐", "ไทย", "แพร่", "ว ๒", "กระบี่"];

        Assert.That(names.Order(ThaiText.SortOrder), Is.EqualTo(["กระบี่", "เชียงใหม่", "ไทย", "แพร่", "ว ๒", "ว ๑๐", "อุดร"]));
    }

    [Test]
    public void Digits_AreTurnedBothWays()
    {
        Assert.That(ThaiDigits.ToThai("มท 0810.8/ว 4550"), Is.EqualTo("มท ๐๘๑๐.๘/ว ๔๕๕๐"));
        Assert.That(ThaiDigits.ToArabic("มท ๐๘๑๐.๘/ว ๔๕๕๐"), Is.EqualTo("มท 0810.8/ว 4550"));
        Assert.That(ThaiDigits.ToThai(2567), Is.EqualTo("๒๕๖๗"));
    }
}
