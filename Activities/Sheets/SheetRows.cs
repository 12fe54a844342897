using System.Globalization;
using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>One cell as it stands in the file.</summary>
readonly record struct SheetCell(int Column, string Text, bool IsFormula, bool IsError);

/// <summary>The rows of the first visible worksheet, before anybody knows which one is the header.</summary>
sealed class SheetRows
{
    // Titles and headers come on top of the rows that may be there.
    const int RowsAbove = 50;

    readonly SheetLimits limits;
    readonly SheetCells cells;
    readonly List<(int Line, IReadOnlyList<SheetCell> Cells)> rows = [];
    int characters;

    SheetRows(SheetCells cells, SheetLimits limits)
    {
        this.cells = cells;
        this.limits = limits;
    }

    public static (string Name, IReadOnlyList<(int Line, IReadOnlyList<SheetCell> Cells)> Rows) Read(
        SheetPackage package, SheetLimits limits)
    {
        var workbook = package.Workbook();
        var (name, part, startsIn1904) = FirstVisible(package, workbook);
        var reading = new SheetRows(SheetCells.Load(package, workbook, startsIn1904), limits);
        reading.ReadSheet(package, part);
        return (name, reading.rows);
    }

    static (string Name, string Part, bool StartsIn1904) FirstVisible(SheetPackage package, string workbook)
    {
        var startsIn1904 = false;
        using var xml = package.Xml(workbook);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                startsIn1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "sheet" }
                || xml.GetAttribute("state") is "hidden" or "veryHidden")
                continue;
            var (name, id) = (xml.GetAttribute("name") ?? "", RelationId(xml));
            var relation = package.Relations(workbook).FirstOrDefault(relation => relation.Id == id && !relation.IsExternal);
            // A chart has a page of its own among the worksheets.
            if (relation?.Type.EndsWith("/worksheet", StringComparison.Ordinal) == true)
                return (name, relation.Target, startsIn1904);
        }
        throw SheetRefusals.NoWorksheet();
    }

    static string? RelationId(XmlReader xml)
    {
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == "id" && xml.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal))
                return xml.Value;
        return null;
    }

    void ReadSheet(SheetPackage package, string part)
    {
        using var xml = package.Xml(part);
        var line = 0;
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" })
                continue;
            line = xml.GetAttribute("r") is { } number ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture)
                : line + 1;
            if (!xml.IsEmptyElement)
                Add(line, ReadRow(xml));
        }
    }

    List<SheetCell> ReadRow(XmlReader xml)
    {
        var row = new List<SheetCell>();
        var (depth, column) = (xml.Depth, 0);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;
            column = xml.GetAttribute("r") is { } place ? SheetPlace.Column(place) : column + 1;
            var cell = cells.Read(xml, column);
            if (cell is { Text: "", IsFormula: false })
                continue;
            if (column > limits.Columns)
                throw SheetRefusals.TooManyColumns(limits.Columns);
            characters += cell.Text.Length;
            if (characters > limits.Characters)
                throw SheetRefusals.UnpacksTooFar();
            row.Add(cell);
        }
        return row;
    }

    void Add(int line, List<SheetCell> row)
    {
        if (row.Count == 0)
            return;
        if (rows.Count == limits.Rows + RowsAbove)
            throw SheetRefusals.TooManyRows(limits.Rows);
        rows.Add((line, row));
    }
}
