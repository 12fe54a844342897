using System.Globalization;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>The words of every refusal: what is wrong with the file and what its owner can do about it.</summary>
static class LetterRefusals
{
    const string PrintAndScanTh = "โปรดพิมพ์หนังสือแล้วสแกนใหม่เป็น PDF, JPG หรือ PNG";
    const string PrintAndScanEn = "Print the letter and scan it again as PDF, JPG or PNG.";

    public static LetterVerdict.Refused Empty() => Refuse(
        LetterRefusalCode.Empty,
        "ไฟล์ว่างเปล่า (0 ไบต์) โปรดตรวจสอบไฟล์ต้นฉบับแล้วแนบใหม่",
        "The file is empty (0 bytes). Check the original and attach it again.");

    public static LetterVerdict.Refused TooLarge(long maxBytes)
    {
        var limit = Size(maxBytes);
        return Refuse(
            LetterRefusalCode.TooLarge,
            $"ไฟล์ใหญ่เกิน {limit} โปรดสแกนใหม่ที่ 300 dpi แบบขาวดำหรือสีเทา หรือแยกเฉพาะหน้าหนังสือ",
            $"The file is larger than {limit}. Scan it again at 300 dpi in black and white or grey, or keep only the letter.");
    }

    public static LetterVerdict.Refused UnknownType(string looksTh, string looksEn) => Refuse(
        LetterRefusalCode.UnknownType,
        $"เนื้อหาไฟล์ไม่ใช่ PDF, JPG หรือ PNG ({looksTh}) โปรดส่งออกหรือสแกนเป็น PDF, JPG หรือ PNG แล้วแนบใหม่",
        $"The content is not PDF, JPG or PNG ({looksEn}). Export or scan it as PDF, JPG or PNG and attach that.",
        new LetterDetail("looks-like", null, looksTh, looksEn));

    public static LetterVerdict.Refused NameMismatch(string extension, string kind, string rightExtension)
    {
        var hasTh = extension.Length == 0 ? "ไม่มีนามสกุล" : $"ลงท้ายด้วย {extension}";
        var hasEn = extension.Length == 0 ? "has no ending" : $"ends in {extension}";
        return Refuse(
            LetterRefusalCode.NameMismatch,
            $"ชื่อไฟล์{hasTh} แต่เนื้อหาเป็น {kind} โปรดเปลี่ยนชื่อให้ลงท้ายด้วย {rightExtension} แล้วแนบใหม่",
            $"The file name {hasEn} but the content is {kind}. Rename it to end in {rightExtension} and attach it again.");
    }

    public static LetterVerdict.Refused Truncated(string reason) => Refuse(
        LetterRefusalCode.Truncated,
        "ไฟล์ขาดตอนท้าย อาจส่งหรือคัดลอกไม่ครบ โปรดแนบใหม่จากไฟล์ต้นฉบับ หรือสแกนใหม่",
        "The end of the file is missing; it may have been copied or sent incompletely. Attach the original or scan it again.",
        Technical(reason));

    public static LetterVerdict.Refused Damaged(string reason) => Refuse(
        LetterRefusalCode.Damaged,
        $"ไฟล์เสียหาย อ่านไม่ได้ {PrintAndScanTh}",
        $"The file is damaged and cannot be read. {PrintAndScanEn}",
        Technical(reason));

    public static LetterVerdict.Refused Unsupported(string reason) => Refuse(
        LetterRefusalCode.Unsupported,
        $"ไฟล์ใช้รูปแบบภายในที่ระบบตรวจสอบไม่ได้ {PrintAndScanTh}",
        $"The file is built in a way that cannot be checked here. {PrintAndScanEn}",
        Technical(reason));

    public static LetterVerdict.Refused Encrypted() => Refuse(
        LetterRefusalCode.Encrypted,
        "PDF มีรหัสผ่านหรือจำกัดสิทธิ์ ระบบจึงตรวจสอบไม่ได้ โปรดบันทึกใหม่โดยไม่ป้องกันไฟล์ หรือพิมพ์แล้วสแกน",
        "The PDF has a password or restrictions and cannot be checked. Save it without protection, or print and scan it.");

    public static LetterVerdict.Refused ActiveContent(IReadOnlyList<LetterDetail> parts) => new(
        LetterRefusalCode.ActiveContent,
        $"PDF มีส่วนที่ไม่ปลอดภัย {parts.Count} รายการ (สคริปต์ คำสั่ง ไฟล์แนบ หรือแบบฟอร์ม) {PrintAndScanTh}",
        $"The PDF has {parts.Count} unsafe part(s): scripts, actions, attached files or form fields. {PrintAndScanEn}",
        parts);

    public static LetterVerdict.Refused Polyglot(string whatTh, string whatEn) => Refuse(
        LetterRefusalCode.Polyglot,
        $"ไฟล์นี้เป็นหลายไฟล์ซ้อนกัน ({whatTh}) โปรดเปิดแล้วบันทึกใหม่ หรือพิมพ์แล้วสแกน",
        $"This is more than one file in one ({whatEn}). Open it and save it again, or print and scan it.",
        new LetterDetail("polyglot", null, whatTh, whatEn));

    public static LetterVerdict.Refused NoPages() => Refuse(
        LetterRefusalCode.NoPages,
        $"PDF ไม่มีหน้ากระดาษ {PrintAndScanTh}",
        $"The PDF has no pages. {PrintAndScanEn}");

    public static LetterVerdict.Refused TooManyPages(int max) => Refuse(
        LetterRefusalCode.TooManyPages,
        $"PDF มีเกิน {max} หน้า โปรดแนบเฉพาะหนังสือที่ลงนาม",
        $"The PDF has more than {max} pages. Attach only the signed letter.");

    public static LetterVerdict.Refused TooManyPixels(long width, long height) => Refuse(
        LetterRefusalCode.TooManyPixels,
        $"ภาพมีขนาด {width} × {height} จุด ใหญ่เกินกว่าจะเปิดได้ โปรดสแกนใหม่ที่ 300 dpi",
        $"The picture is {width} × {height} pixels, too many to open. Scan it again at 300 dpi.");

    public static LetterVerdict.Refused TooComplex(string reason) => Refuse(
        LetterRefusalCode.TooComplex,
        $"ไฟล์ซับซ้อนหรือขยายตัวเกินขีดจำกัด ระบบจึงไม่เปิด {PrintAndScanTh}",
        $"The file is too complex or unpacks to too much, so it was not opened. {PrintAndScanEn}",
        Technical(reason));

    static LetterVerdict.Refused Refuse(string code, string th, string en, params LetterDetail[] details) =>
        new(code, th, en, details);

    static LetterDetail Technical(string reason) => new("technical", null, $"รายละเอียดทางเทคนิค: {reason}", reason);

    static string Size(long bytes) => bytes % (1024 * 1024) == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024)} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
}
