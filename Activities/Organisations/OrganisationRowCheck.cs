using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Organisations;

/// <summary>Turns the cells of one line into a row and reports whatever is wrong with them.</summary>
internal sealed partial class OrganisationRowCheck(string[] header, OrganisationFileProblems problems)
{
    private const int LongestCell = 300;
    private const int LongestEmail = 254;

    private readonly HashSet<string> provinces =
        [.. ShippedData.Provinces().Select(province => province.Code), ShippedData.DemoProvinceCode];

    private readonly Dictionary<string, int> lineOfCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> place = OrganisationFile.Columns.ToDictionary(
        column => column, column => Array.IndexOf(header, column), StringComparer.Ordinal);

    /// <summary>The row; worth nothing if it added problems.</summary>
    public OrganisationRow Read(int line, string[] cells)
    {
        if (cells.Length > header.Length)
            problems.RowTooLong(line, cells.Length, header.Length);

        var row = new OrganisationRow(
            Code: Required(line, "code", cells),
            NameTh: Required(line, "name_th", cells),
            ShortNameTh: Text(line, "short_name_th", cells),
            NameEn: Text(line, "name_en", cells),
            Type: Required(line, "type", cells),
            ProvinceCode: Digits(line, "province_code", cells),
            DistrictCode: Digits(line, "district_code", cells),
            TambonCode: Digits(line, "tambon_code", cells),
            LetterPrefix: Text(line, "letter_prefix", cells),
            Email: Text(line, "email", cells),
            ParentCode: Text(line, "parent_code", cells),
            DistrictTh: Text(line, "district_th", cells),
            Line: line);
        CheckCodes(line, row);
        CheckType(line, row);
        CheckPlace(line, row);
        CheckEmail(line, row.Email);
        return row;
    }

    private string Required(int line, string column, string[] cells)
    {
        if (Text(line, column, cells) is { } text)
            return text;

        problems.Missing(line, column);
        return "";
    }

    private string? Digits(int line, string column, string[] cells) =>
        Text(line, column, cells) is { } text ? ThaiDigits.ToArabic(text) : null;

    private string? Text(int line, string column, string[] cells)
    {
        var index = place[column];
        var cell = index < 0 || index >= cells.Length ? "" : cells[index];
        if (cell.Length > LongestCell)
        {
            problems.TooLong(line, column, cell, LongestCell);
            return null;
        }

        var text = ThaiText.Normalise(cell);
        if (LooksLikeFormula(cell) || LooksLikeFormula(text))
            problems.Formula(line, column, text);
        else if (text.Any(char.IsControl) || text.Contains('\uFFFD', StringComparison.Ordinal))
            problems.Wrong(line, column, text, "ข้อความที่อ่านได้", "readable text");
        return text.Length == 0 ? null : text;
    }

    // What a spreadsheet would carry out when the list is exported again.
    private static bool LooksLikeFormula(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private void CheckCodes(int line, OrganisationRow row)
    {
        if (row.Code.Length > 0 && !CodeShape().IsMatch(row.Code))
            problems.Wrong(line, "code", row.Code, "ตัวอักษรอังกฤษหรือตัวเลข ไม่เกิน 32 ตัว", "at most 32 letters and digits");
        if (row.ParentCode is { } parent && (parent == row.Code || !CodeShape().IsMatch(parent)))
            problems.Wrong(line, "parent_code", parent, "รหัสของหน่วยงานอื่น", "the code of another organisation");
        if (row.Code.Length > 0 && !lineOfCode.TryAdd(row.Code, line))
            problems.Duplicate(line, row.Code, lineOfCode[row.Code]);
    }

    private void CheckType(int line, OrganisationRow row)
    {
        if (row.Type.Length == 0 || OrganisationType.IsKnown(row.Type))
            return;

        var known = string.Join(", ", OrganisationType.All.Select(type => type.Code));
        problems.Wrong(line, "type", row.Type, "หนึ่งใน " + known, "one of " + known);
    }

    private void CheckPlace(int line, OrganisationRow row)
    {
        if (row.ProvinceCode is null)
        {
            if (row.Type != OrganisationType.Centre)
                problems.Missing(line, "province_code");
        }
        else if (!provinces.Contains(row.ProvinceCode))
        {
            problems.Wrong(line, "province_code", row.ProvinceCode,
                "รหัสจังหวัด 2 หลัก หรือ 99 สำหรับจังหวัดตัวอย่าง",
                "the code of a province (2 digits), or 99 for the demo province");
        }

        CheckNested(line, "district_code", row.DistrictCode, 4, row.ProvinceCode);
        CheckNested(line, "tambon_code", row.TambonCode, 6, row.DistrictCode ?? row.ProvinceCode);
    }

    private void CheckNested(int line, string column, string? code, int digits, string? within)
    {
        if (code is null)
            return;
        if (code.Length == digits && code.All(char.IsAsciiDigit) && code.StartsWith(within ?? "", StringComparison.Ordinal))
            return;

        problems.Wrong(line, column, code,
            $"ตัวเลข {digits} หลักที่ขึ้นต้นด้วย {within}", $"{digits} digits that begin with {within}");
    }

    private void CheckEmail(int line, string? email)
    {
        if (email is null || (email.Length <= LongestEmail && EmailShape().IsMatch(email)))
            return;

        problems.Wrong(line, "email", email,
            "ที่อยู่อีเมล เช่น saraban@example.go.th", "an e-mail address such as saraban@example.go.th");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CodeShape();

    [GeneratedRegex(@"^[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,63}\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex EmailShape();
}
