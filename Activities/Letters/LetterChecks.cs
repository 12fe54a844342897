using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Letters;

/// <summary>What a letter must say before it is taken (A-07, T38, T56, T57, T63).</summary>
static class LetterChecks
{
    public static void Require(LetterAnswer letter, RequireLetter.Values settings, Person officer, DateTimeOffset now)
    {
        RequireFacts(letter);
        RequireAddressee(letter, settings);
        RequireName(letter.NamesInLetter, officer);
        if (letter.LetterDate > ThaiDate.BangkokDate(now))
            throw new RefusedException("letter-date",
                $"วันที่ในหนังสือ {ThaiDate.PageForm(letter.LetterDate)} ยังมาไม่ถึง โปรดตรวจวันที่และปีพุทธศักราช",
                $"The letter's date, {ThaiDate.English(letter.LetterDate)}, lies in the future. Check day and year.");
        if (string.IsNullOrWhiteSpace(letter.SignerName))
            throw new RefusedException("signer-name", "โปรดกรอกชื่อผู้ลงนามในหนังสือ", "Enter the name of who signed the letter.", "A-07");
        if (string.IsNullOrWhiteSpace(letter.LetterNumber))
            throw new RefusedException("letter-number", "โปรดกรอกเลขที่หนังสือตามที่ปรากฏในหนังสือ", "Enter the letter's number as it stands on it.");
        if (letter.SignerCapacity != Capacity.Own && string.IsNullOrWhiteSpace(letter.SignerOrder))
            throw new RefusedException("signer-order",
                $"ผู้ลงนาม{Capacity.Thai(letter.SignerCapacity)}ต้องมีเลขที่คำสั่ง โปรดกรอกเลขที่คำสั่ง",
                "Who signs for somebody else does so on an order; enter its number.", "A-07");
        if (!settings.AllowActing && letter.SignerCapacity != Capacity.Own)
            throw new RefusedException("signer-acting",
                "หนังสือฉบับนี้ต้องลงนามโดยผู้บริหารเอง ไม่รับผู้รักษาราชการแทนหรือปฏิบัติราชการแทน",
                "This letter must be signed by the chief executive in person.", "A-07");
        if (letter.SignerOrderEnds is { } ends && letter.LetterDate > ends)
            throw new RefusedException("order-ended",
                $"หนังสือลงวันที่ {ThaiDate.PageForm(letter.LetterDate)} แต่คำสั่งที่ให้ลงนามแทนสิ้นสุดวันที่ {ThaiDate.PageForm(ends)} โปรดให้ผู้มีอำนาจในวันนั้นลงนามใหม่",
                $"The letter is dated {ThaiDate.English(letter.LetterDate)}, but the order to sign ended on {ThaiDate.English(ends)}. Have it signed by who had the power that day.", "A-07");
    }

    /// <summary>True when the addressee is written as text recognition is known to misread it; a person looks again (T57).</summary>
    public static bool IsKnownMisreading(LetterAnswer letter, RequireLetter.Values settings) =>
        settings.KnownMisreadings.Any(misread => ThaiText.AreEqual(misread, letter.Addressee ?? ""));

    // What the form makes sure of, and a program may forget. Each is named, so that it can be mended.
    static void RequireFacts(LetterAnswer letter)
    {
        if (letter.Sha256 is not { Length: 64 } || string.IsNullOrWhiteSpace(letter.FileName) || string.IsNullOrWhiteSpace(letter.MediaType))
            throw new RefusedException("letter-file", "ไม่มีไฟล์หนังสือ โปรดแนบไฟล์ที่สแกนจากหนังสือที่ลงนามแล้ว",
                "There is no file; attach the scan of the signed letter.", "A-07");
        if (string.IsNullOrWhiteSpace(letter.SignerName) || string.IsNullOrWhiteSpace(letter.SignatureKind)
            || !Capacity.All.Contains(letter.SignerCapacity))
            throw new RefusedException("letter-signer", "โปรดระบุชื่อผู้ลงนาม ฐานะในการลงนาม และชนิดของลายมือชื่อ",
                "Say who signed, in which capacity, and with which kind of signature.", "A-07");
    }

    static void RequireAddressee(LetterAnswer letter, RequireLetter.Values settings)
    {
        if (IsRightAddressee(letter, settings) || letter.ScanUnreadable)
            return;
        throw new RefusedException("addressee",
            $"หนังสือต้องเรียน “{settings.Addressee}” แต่ฉบับนี้เรียน “{letter.Addressee}” (ข้อ A-07) โปรดแก้หนังสือและให้นายกลงนามใหม่ "
            + "หรือหากหนังสือถูกต้องแล้วแต่ลายสแกนอ่านไม่ออก ให้แจ้งว่าลายสแกนอ่านไม่ออก ผู้ตรวจจะอ่านด้วยตาตนเอง",
            $"The letter must be addressed to “{settings.Addressee}”; this one says “{letter.Addressee}”. Have it corrected and signed again; "
            + "or, when only the scan can't be read, say so, and a person will read it.", "A-07",
            new Dictionary<string, object?> { ["foundAddressee"] = letter.Addressee, ["requiredAddressee"] = settings.Addressee });
    }

    /// <summary>As the circular has it, or as it is known to be misread.</summary>
    public static bool IsRightAddressee(LetterAnswer letter, RequireLetter.Values settings) =>
        ThaiText.AreEqual(letter.Addressee ?? "", settings.Addressee) || IsKnownMisreading(letter, settings);

    // Titles and spacing are ignored; every other sign counts (T63).
    public static void RequireName(string? names, Person officer)
    {
        if (Names(names ?? "", officer))
            return;
        throw new RefusedException("name-in-letter",
            $"ไม่พบชื่อ “{officer.GivenNameTh} {officer.FamilyNameTh}” ในรายชื่อที่ระบุในหนังสือ (“{names}”) โปรดตรวจตัวสะกดทีละตัว หรือแก้หนังสือ",
            $"The letter's names (“{names}”) do not include “{officer.GivenNameTh} {officer.FamilyNameTh}”. "
            + "Compare the spelling sign by sign, or correct the letter.", "A-07",
            new Dictionary<string, object?> { [NameDifference.Detail] = NameDifference.Between(names ?? "", officer) });
    }

    // A title may run into the given name; after the family name no Thai sign may follow, or "ใจงามม" would pass for "ใจงาม".
    static bool Names(string names, Person officer)
    {
        var (given, family) = (ThaiText.Normalise(officer.GivenNameTh), ThaiText.Normalise(officer.FamilyNameTh));
        return Regex.IsMatch(ThaiText.Normalise(names), $@"{Regex.Escape(given)}\s*{Regex.Escape(family)}(?![\u0E01-\u0E4E])");
    }
}
