using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>
/// The spreadsheet of what sub-units own (C-10). An asset whose useful life changed doesn't belong in it: it is entered in the
/// new system later, and its row is refused with that reason (T22).
/// </summary>
public static class AssetSheet
{
    public const string Name = "ทรัพย์สิน";

    static readonly SheetLimits Limits = new() { Rows = 20_000 };

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("unit", "รหัสหน่วยงาน", Width: 16),
        new("number", "เลขครุภัณฑ์", Width: 24),
        new("name", "รายการ", Width: 44),
        new("acquired", "วันที่ได้มา", Width: 18),
        new("price", "ราคา", Width: 16),
        new("life", "อายุการใช้งาน (ปี)", Width: 18),
        new("newLife", "อายุการใช้งานใหม่ (ปี)", IsRequired: false, Width: 20),
    ];

    public static byte[] Template() => SheetFile.Write(Name, Columns, []);

    /// <summary>Every row as it would be stored, or with what is wrong with it.</summary>
    /// <exception cref="RefusedException">The file can't be read as such a sheet.</exception>
    public static IReadOnlyList<AssetRow> Read(Stream file)
    {
        var rows = SheetFile.Read(file, Columns, Limits).Rows.Select(Read).ToList();
        var seen = new Dictionary<string, int>();
        for (var at = 0; at < rows.Count; at++)
            if (rows[at].Facts is { } facts && !seen.TryAdd(facts.Number, rows[at].Line))
                rows[at] = rows[at].Refuse(Columns[1].Header, facts.Number,
                    $"เลขครุภัณฑ์ {facts.Number} ซ้ำกับแถว {seen[facts.Number]}",
                    $"the number {facts.Number} stands already in row {seen[facts.Number]}");
        return rows;
    }

    static AssetRow Read(SheetRow row)
    {
        var read = new AssetRow(row.Line, row["number"], row["name"], null, row.Problems);
        if (row.Problems.Count > 0)
            return read;
        foreach (var column in Columns.Where(column => column.IsRequired))
            if (row[column.Key].Length == 0)
                read = read.Refuse(column.Header, "", $"ต้องกรอก {column.Header}", $"{column.Header} is missing");
        return read.Problems.Count > 0 ? read : Checked(read, row);
    }

    static AssetRow Checked(AssetRow read, SheetRow row)
    {
        if (!ThaiDate.TryParse(row["acquired"].Split(' ')[0], out var acquired) && !ThaiDate.TryParse(row["acquired"],
            out acquired))
            return read.Refuse("วันที่ได้มา", row["acquired"],
                "อ่านวันที่ได้มาไม่ได้ พิมพ์เช่น 1 ต.ค. 2560", "the date can't be read; write it like 1 ต.ค. 2560");
        if (!TryNumber(row["price"], out var price) || price < 0)
            return read.Refuse("ราคา", row["price"], "ราคาต้องเป็นจำนวนเงิน เช่น 12500.50",
                "the price is an amount such as 12500.50");
        if (!TryYears(row["life"], out var life))
            return read.Refuse("อายุการใช้งาน (ปี)", row["life"],
                "อายุการใช้งานต้องเป็นจำนวนปี 1 ถึง 100", "the useful life is a number of years, 1 to 100");
        // Anything that says another life than before: the row is for the new system.
        if (row["newLife"] is { Length: > 0 } other && other != "-" && (!TryYears(other, out var years) || years != life))
            return read.Refuse("อายุการใช้งานใหม่ (ปี)", other,
                "ทรัพย์สินที่อายุการใช้งานเปลี่ยนแปลง ไม่ต้องบันทึกในไฟล์ Excel ให้บันทึกในระบบใหม่เมื่อเปิดใช้งาน (ข้อ C-10)",
                "an asset whose useful life changed is not put in the Excel file; enter it in the new system (C-10)",
                "C-10");
        return read with
        {
            Facts = new AssetFacts(row["unit"], row["number"], row["name"], acquired,
                price.ToString("0.00", CultureInfo.InvariantCulture), life),
        };
    }

    static bool TryNumber(string text, out decimal number) => decimal.TryParse(ThaiDigits.ToArabic(text),
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out number);

    static bool TryYears(string text, out int years) =>
        int.TryParse(ThaiDigits.ToArabic(text), NumberStyles.None, CultureInfo.InvariantCulture, out years)
            && years is >= 1 and <= 100;
}

/// <summary>An asset as it is stored. Price: baht with two digits behind the point.</summary>
public sealed record AssetFacts(string Unit, string Number, string NameTh, DateOnly AcquiredOn, string Price, int LifeYears);

/// <summary>A row of such a sheet.</summary>
/// <param name="Facts">Null when the row is refused.</param>
public sealed record AssetRow(
    int Line, string Number, string Name, AssetFacts? Facts, IReadOnlyList<SheetProblem> Problems)
{
    internal AssetRow Refuse(string header, string found, string thai, string english, string? rule = null) => this with
    {
        Facts = null,
        Problems = [.. Problems, new SheetProblem(Line, header, ThaiText.Truncate(found, 60),
            $"แถว {Line}: {thai}", $"Row {Line}: {english}.", rule)],
    };

    internal PreviewRow Shown(string change, string difference = "") => new(Line, Number, Name, change, difference, Problems, []);
}
