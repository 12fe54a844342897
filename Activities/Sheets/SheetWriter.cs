using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>The writing side of <see cref="SheetFile"/>.</summary>
static class SheetWriter
{
    static readonly SearchValues<char> NotInNames = SearchValues.Create("[]:*?/\\");

    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const int LongestName = 31;
    const int LongestCell = 32_767;
    const int LastRow = 1_048_576;

    // A list of choices that is longer stands in no cell's rule.
    const int LongestChoices = 255;

    // Places in the list of styles that SheetWriterParts writes.
    const string HeaderStyle = "1";
    const string TextStyle = "2";
    const string QuotedStyle = "3";

    public static byte[] Write(string name, IReadOnlyList<SheetColumn> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAny(NotInNames))
            throw new ArgumentException($"A worksheet can't be called “{name}”.", nameof(name));
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            SheetWriterParts.WriteAll(archive, name);
            using var xml = SheetWriterParts.Part(archive, "xl/worksheets/sheet1.xml");
            xml.WriteStartElement("worksheet", Main);
            WriteView(xml);
            WriteColumns(xml, columns);
            xml.WriteStartElement("sheetData", Main);
            WriteRow(xml, 1, [.. columns.Select(column => column.Header)], columns.Count, HeaderStyle);
            var line = 1;
            foreach (var row in rows)
                WriteRow(xml, ++line, row, columns.Count, null);
            xml.WriteEndElement();
            WriteChoices(xml, columns);
            xml.WriteEndElement();
        }
        return file.ToArray();
    }

    static void WriteView(XmlWriter xml)
    {
        xml.WriteStartElement("sheetViews", Main);
        xml.WriteStartElement("sheetView", Main);
        xml.WriteAttributeString("workbookViewId", "0");
        xml.WriteStartElement("pane", Main);
        foreach (var (attribute, value) in new[] { ("ySplit", "1"), ("topLeftCell", "A2"), ("activePane", "bottomLeft"),
            ("state", "frozen") })
            xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // The style of a whole column holds for rows that people add: a code keeps the zeros in front.
    static void WriteColumns(XmlWriter xml, IReadOnlyList<SheetColumn> columns)
    {
        xml.WriteStartElement("cols", Main);
        for (var at = 0; at < columns.Count; at++)
        {
            xml.WriteStartElement("col", Main);
            xml.WriteAttributeString("min", Text(at + 1));
            xml.WriteAttributeString("max", Text(at + 1));
            xml.WriteAttributeString("width", Text(columns[at].Width));
            xml.WriteAttributeString("style", TextStyle);
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static void WriteRow(XmlWriter xml, int line, IReadOnlyList<string> texts, int columns, string? style)
    {
        if (texts.Count != columns || line > LastRow)
            throw new ArgumentException($"Row {line} can't be written: it has {texts.Count} texts for {columns} columns.");
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", Text(line));
        for (var at = 0; at < texts.Count; at++)
            if (texts[at].Length > 0)
                WriteCell(xml, $"{SheetPlace.Letters(at + 1)}{line}", texts[at], style);
        xml.WriteEndElement();
    }

    static void WriteCell(XmlWriter xml, string place, string text, string? style)
    {
        if (text.Length > LongestCell)
            throw new ArgumentException($"The text in {place} is longer than {LongestCell} characters.");
        xml.WriteStartElement("c", Main);
        xml.WriteAttributeString("r", place);
        // A text that looks like a formula stays one when somebody edits the cell, as if typed behind an apostrophe.
        xml.WriteAttributeString("s", style ?? (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? QuotedStyle : TextStyle));
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is", Main);
        xml.WriteStartElement("t", Main);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(SheetText.Encode(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    static void WriteChoices(XmlWriter xml, IReadOnlyList<SheetColumn> columns)
    {
        var lists = columns.Select((column, at) => (Place: SheetPlace.Letters(at + 1), List: string.Join(',',
            column.Choices ?? [])))
            .Where(choice => choice.List.Length is > 0 and <= LongestChoices).ToList();
        if (lists.Count == 0)
            return;
        xml.WriteStartElement("dataValidations", Main);
        xml.WriteAttributeString("count", Text(lists.Count));
        foreach (var (place, list) in lists)
        {
            xml.WriteStartElement("dataValidation", Main);
            xml.WriteAttributeString("type", "list");
            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("sqref", $"{place}2:{place}{LastRow}");
            xml.WriteElementString("formula1", Main, $"\"{list}\"");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
