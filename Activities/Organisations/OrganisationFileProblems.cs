using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Organisations;

/// <summary>Collects what is wrong with a file, in the words that its sender reads.</summary>
internal sealed class OrganisationFileProblems
{
    private const int LongestQuote = 60;

    private readonly List<OrganisationFileProblem> all = [];

    public IReadOnlyList<OrganisationFileProblem> All => all;

    public void Empty() => Add(1, null, "", "a header and at least one row",
        "ไฟล์ไม่มีข้อมูล ต้องมีหัวตารางและข้อมูลอย่างน้อยหนึ่งแถว",
        "The file holds no rows. Put a header and at least one row in it.");

    public void NotUtf8() => Add(1, null, "", "UTF-8",
        "ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8 กรุณาบันทึกไฟล์ใหม่เป็น CSV UTF-8",
        "The file is not UTF-8. Save it again as CSV UTF-8.");

    public void TooManyColumns(int found) => Add(1, null, $"{found}", $"at most {OrganisationFile.MostColumns} columns",
        $"หัวตารางมี {found} คอลัมน์ มากกว่าที่รับได้ {OrganisationFile.MostColumns} คอลัมน์",
        $"The header has {found} columns, more than the {OrganisationFile.MostColumns} that are accepted.");

    public void TooManyRows(int line) => Add(line, null, "", $"at most {OrganisationFile.MostRows} rows",
        $"ไฟล์มีข้อมูลเกิน {OrganisationFile.MostRows} แถว กรุณาแบ่งไฟล์",
        $"The file has more than {OrganisationFile.MostRows} rows. Split it.");

    public void MissingColumn(string column, IEnumerable<string> header) => Add(1, column, string.Join(", ", header), column,
        $"หัวตารางไม่มีคอลัมน์ {column}", $"The header lacks the column {column}.");

    public void ColumnTwice(string column) => Add(1, column, column, "once",
        $"หัวตารางมีคอลัมน์ {column} ซ้ำ", $"The header has the column {column} more than once.");

    public void RowTooLong(int line, int found, int expected) => Add(line, null, $"{found}", $"{expected} columns",
        $"บรรทัด {line} มี {found} คอลัมน์ แต่หัวตารางมี {expected} ตรวจสอบเครื่องหมายจุลภาคและอัญประกาศ",
        $"Line {line} has {found} columns, the header {expected}. Look for a stray comma or quotation mark.");

    public void Missing(int line, string column) => Add(line, column, "", "a value",
        $"บรรทัด {line}: ต้องกรอก {column}", $"Line {line}: {column} is missing.");

    public void Duplicate(int line, string code, int firstLine) => Add(line, "code", code, "a code used once",
        $"บรรทัด {line}: รหัส {Quote(code)} ซ้ำกับบรรทัด {firstLine}",
        $"Line {line}: the code {Quote(code)} stands already in line {firstLine}.");

    public void UnknownParent(int line, string parent) =>
        Add(line, "parent_code", parent, "the code of a stored organisation or of another row",
        $"บรรทัด {line}: ไม่มีหน่วยงานรหัส {Quote(parent)} ทั้งในระบบและในไฟล์ (parent_code)",
        $"Line {line}: there is no organisation {Quote(parent)}, neither stored nor in the file (parent_code).");

    public void CodeTaken(string code, string name) => Add(1, "code", code, "a code that is free for " + name,
        $"ต้องสร้าง {name} ด้วยรหัส {Quote(code)} แต่มีหน่วยงานอื่นใช้รหัสนี้แล้ว กรุณาเพิ่มแถวของ {name} ในไฟล์",
        $"{name} would get the code {Quote(code)}, which another organisation has. Put a row for {name} into the file.");

    public void Formula(int line, string column, string found) => Add(line, column, found, "text that is not a formula",
        $"บรรทัด {line}: {column} ขึ้นต้นเหมือนสูตรของตารางคำนวณ {Quote(found)} กรุณาพิมพ์เป็นข้อความธรรมดา",
        $"Line {line}: {column} begins like a spreadsheet formula: {Quote(found)}. Write it as plain text.");

    public void TooLong(int line, string column, string found, int longest) => Add(
        line, column, found, $"at most {longest} characters",
        $"บรรทัด {line}: {column} ยาวเกิน {longest} ตัวอักษร", $"Line {line}: {column} is longer than {longest} characters.");

    public void Wrong(int line, string column, string found, string expectedTh, string expectedEn) =>
        Add(line, column, found, expectedEn,
            $"บรรทัด {line}: {column} มีค่า {Quote(found)} ต้องเป็น {expectedTh}",
            $"Line {line}: {column} is {Quote(found)}; expected {expectedEn}.");

    private void Add(int line, string? column, string found, string expected, string messageTh, string messageEn) =>
        all.Add(new(line, column, ThaiText.Truncate(found, LongestQuote), expected, messageTh, messageEn));

    private static string Quote(string text) => $"“{ThaiText.Truncate(text, LongestQuote)}”";
}
