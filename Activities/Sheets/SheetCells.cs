using System.Globalization;
using System.Text;
using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>Reads cells as text: with the texts and the formats that a workbook keeps once for all its cells.</summary>
sealed class SheetCells
{
    readonly List<string> sharedTexts = [];
    readonly SheetFormats formats;

    SheetCells(SheetFormats formats) => this.formats = formats;

    public static SheetCells Load(SheetPackage package, string workbook, bool startsIn1904)
    {
        var relations = package.Relations(workbook);
        var cells = new SheetCells(SheetFormats.Load(package, Part(relations, "/styles"), startsIn1904));
        if (Part(relations, "/sharedStrings") is { } part)
            cells.LoadTexts(package, part);
        return cells;
    }

    /// <summary>The reader stands at the cell, and stands at its end afterwards.</summary>
    public SheetCell Read(XmlReader xml, int column)
    {
        var (type, style, depth) = (xml.GetAttribute("t") ?? "n", xml.GetAttribute("s"), xml.Depth);
        var (value, isFormula) = ("", false);
        if (!xml.IsEmptyElement)
            while (xml.Read() && xml.Depth > depth)
                if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth + 1)
                    switch (xml.LocalName)
                    {
                        case "f":
                            isFormula = true;
                            break;
                        case "v":
                            value = TextWithin(xml);
                            break;
                        case "is":
                            value = RichText(xml);
                            break;
                        default:
                            break;
                    }
        // What a formula once came to may be anything, and may be out of date.
        return new(column, isFormula ? "" : Text(type, style, value), isFormula, type == "e" && !isFormula);
    }

    static string? Part(IEnumerable<SheetRelation> relations, string type) => relations.FirstOrDefault(relation =>
        !relation.IsExternal && relation.Type.EndsWith(type, StringComparison.Ordinal))?.Target;

    void LoadTexts(SheetPackage package, string part)
    {
        using var xml = package.Xml(part);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                sharedTexts.Add(RichText(xml));
    }

    string Text(string type, string? style, string value) => type switch
    {
        "s" => Shared(value),
        "inlineStr" or "str" => SheetText.Decode(value),
        "b" => value is "1" or "true" ? "TRUE" : value.Length == 0 ? "" : "FALSE",
        "e" or "d" => value,
        _ => value.Length == 0 ? "" : formats.Text(value, style),
    };

    string Shared(string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < sharedTexts.Count
            ? SheetText.Decode(sharedTexts[at])
            : throw SheetRefusals.Damaged();

    // Pieces of different looks are one text; how it is read aloud (rPh) is none of it.
    static string RichText(XmlReader xml)
    {
        var text = new StringBuilder();
        var depth = xml.Depth;
        if (xml.IsEmptyElement)
            return "";
        var aloud = int.MaxValue;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.Depth <= aloud)
                aloud = xml is { NodeType: XmlNodeType.Element, LocalName: "rPh", IsEmptyElement: false } ? xml.Depth
                    : int.MaxValue;
            if (aloud == int.MaxValue && xml is { NodeType: XmlNodeType.Element, LocalName: "t" })
                text.Append(TextWithin(xml));
        }
        return text.ToString();
    }

    static string TextWithin(XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                text.Append(xml.Value);
        return text.ToString();
    }
}
