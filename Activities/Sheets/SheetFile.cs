using System.Xml;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Sheets;

/// <summary>
/// Spreadsheets (.xlsx) that people send and get. Nothing in one is ever computed: a formula's cell is a problem of its row,
/// and what we write is text, also where it begins with = + - or @. A date is read as 2024-06-30 or 2024-06-30 08:30, a time
/// as 08:30, a number in plain digits (with the zeros in front that its format shows), a tick as TRUE or FALSE.
/// </summary>
public static class SheetFile
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>
    /// Reads the first visible worksheet. Titles may stand above the header; the header is the first row that has all required
    /// columns.
    /// </summary>
    /// <exception cref="RefusedException">
    /// It is no .xlsx, too large, damaged, has macros or reaches out of itself, or a column is missing or there twice.
    /// </exception>
    public static Sheet Read(Stream file, IReadOnlyList<SheetColumn> columns, SheetLimits? limits = null)
    {
        var bounds = limits ?? SheetLimits.Default;
        try
        {
            using var package = SheetPackage.Open(file, bounds);
            var (name, rows) = SheetRows.Read(package, bounds);
            return SheetHeader.Apply(name, rows, columns, bounds);
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException or FormatException or OverflowException)
        {
            throw SheetRefusals.Damaged();
        }
    }

    /// <summary>A workbook with one worksheet: a header that stays in view, and cells that are text. Same rows, same
    /// bytes.</summary>
    /// <param name="name">Up to 31 characters, none of []:*?/\.</param>
    /// <param name="rows">As many texts as there are columns in each.</param>
    /// <exception cref="ArgumentException">The name, or a row, can't be written.</exception>
    public static byte[] Write(string name, IReadOnlyList<SheetColumn> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        SheetWriter.Write(name, columns, rows);
}
