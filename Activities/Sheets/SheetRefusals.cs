using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Sheets;

/// <summary>The words of every refusal: what is wrong with the spreadsheet and what its owner can do about it.</summary>
static class SheetRefusals
{
    const string SaveAsTh = "โปรดเปิดด้วยโปรแกรมตารางคำนวณ แล้วบันทึกเป็น Excel Workbook (.xlsx)";
    const string SaveAsEn = "Open it in a spreadsheet program and save it as Excel Workbook (.xlsx).";

    public static RefusedException Empty() => new("sheet-empty",
        "ไฟล์ว่างเปล่า โปรดตรวจสอบไฟล์ต้นฉบับแล้วแนบใหม่", "The file is empty. Check the original and attach it again.");

    public static RefusedException TooLarge(int bytes) => new("sheet-too-large",
        $"ไฟล์ใหญ่เกิน {Mebibytes(bytes)} โปรดลบรูปภาพและแผ่นงานที่ไม่ใช้ หรือแบ่งเป็นหลายไฟล์",
        $"The file is larger than {Mebibytes(bytes)}. Remove pictures and unused sheets, or split it.");

    public static RefusedException NotASheet(string looksTh, string looksEn) => new("sheet-wrong-content",
        $"เนื้อหาไฟล์ไม่ใช่ .xlsx ({looksTh}) {SaveAsTh}", $"The content is not .xlsx ({looksEn}). {SaveAsEn}");

    public static RefusedException OldOrLocked() => new("sheet-wrong-content",
        $"ไฟล์เป็น .xls แบบเก่า หรือมีรหัสผ่าน โปรดปลดรหัสผ่าน {SaveAsTh}",
        $"The file is an old .xls, or has a password. Take the password off. {SaveAsEn}");

    public static RefusedException Damaged() => new("sheet-damaged",
        $"ไฟล์เสียหาย อ่านไม่ได้ {SaveAsTh} แล้วแนบใหม่", $"The file is damaged and cannot be read. {SaveAsEn}");

    public static RefusedException UnpacksTooFar() => new("sheet-too-large",
        "ไฟล์ขยายตัวเกินขีดจำกัด ระบบจึงไม่เปิด โปรดคัดลอกเฉพาะข้อมูลไปยังไฟล์ใหม่",
        "The file unpacks to too much, so it was not opened. Copy only the data into a new file.");

    public static RefusedException Macros() => new("sheet-active",
        $"ไฟล์มีมาโครหรือส่วนที่ทำงานได้ ระบบไม่รับ {SaveAsTh} ซึ่งไม่มีมาโคร",
        $"The file has macros or other parts that run. {SaveAsEn} That has no macros.");

    public static RefusedException ReachesOut() => new("sheet-external",
        "ไฟล์เชื่อมโยงกับไฟล์หรือแหล่งข้อมูลอื่น ระบบไม่รับ โปรดคัดลอกแล้ววางเป็นค่าในไฟล์ใหม่",
        "The file is linked to other files or data sources. Copy it and paste it as values into a new file.");

    public static RefusedException TooManyRows(int most) => new("sheet-too-long",
        $"แผ่นงานมีข้อมูลเกิน {Number(most)} แถว โปรดแบ่งไฟล์", $"The sheet has more than {Number(most)} rows. Split it.");

    public static RefusedException TooManyColumns(int most) => new("sheet-too-wide",
        $"แผ่นงานมีข้อมูลเกิน {Number(most)} คอลัมน์ โปรดใช้แบบไฟล์ที่ดาวน์โหลดจากระบบ",
        $"The sheet has more than {Number(most)} columns. Use the template that is offered for download.");

    public static RefusedException NoWorksheet() => new("sheet-no-worksheet",
        "ไฟล์ไม่มีแผ่นงานที่มองเห็นได้", "The file has no visible worksheet.");

    public static RefusedException NoRows() => new("sheet-no-rows",
        "แผ่นงานไม่มีข้อมูล ต้องมีหัวตารางและข้อมูลอย่างน้อยหนึ่งแถว",
        "The sheet holds no rows. Put a header and at least one row in it.");

    public static RefusedException MissingColumns(IReadOnlyList<string> missing) => new("sheet-missing-column",
        $"ไม่พบหัวตาราง {List(missing)} โปรดใช้แบบไฟล์ที่ดาวน์โหลดจากระบบ และไม่เปลี่ยนหัวตาราง",
        $"No header {List(missing)} was found. Use the template that is offered for download, and keep its header.");

    public static RefusedException ColumnTwice(string header) => new("sheet-column-twice",
        $"หัวตาราง “{header}” มีมากกว่าหนึ่งคอลัมน์ โปรดเหลือไว้คอลัมน์เดียว",
        $"The header “{header}” stands above more than one column. Keep one.");

    public static SheetProblem Formula(int line, string header, string place) => new(line, header, "",
        $"แถว {line}: {header} ({place}) เป็นสูตร โปรดคัดลอกแล้ววางเป็นค่า",
        $"Row {line}: {header} ({place}) is a formula. Copy it and paste it as a value.");

    public static SheetProblem Error(int line, string header, string found) => new(line, header, found,
        $"แถว {line}: {header} มีค่าผิดพลาด {found} โปรดพิมพ์ค่าใหม่",
        $"Row {line}: {header} holds the error {found}. Type the value.");

    public static SheetProblem TooLong(int line, string header, string found, int longest) => new(
        line, header, ThaiText.Truncate(found, 60),
        $"แถว {line}: {header} ยาวเกิน {Number(longest)} ตัวอักษร",
        $"Row {line}: {header} is longer than {Number(longest)} characters.");

    static string List(IEnumerable<string> headers) => string.Join(", ", headers.Select(header => $"“{header}”"));

    static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Mebibytes(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB");
}
