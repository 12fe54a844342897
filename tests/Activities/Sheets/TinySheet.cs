using System.IO.Compression;
using System.Text;
using WorkflowHost.Activities.Sheets;

namespace WorkflowHost.Tests.Activities.Sheets;

/// <summary>A spreadsheet made by hand, part by part, so that any of them can be wrong.</summary>
sealed class TinySheet
{
    public const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    readonly List<KeyValuePair<string, string>> parts =
    [
        new("[Content_Types].xml",
            """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/xl/workbook.xml"
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>
            """),
        new("_rels/.rels", Relations(("rId1", "officeDocument", "xl/workbook.xml"))),
        new("xl/workbook.xml", Workbook("""<sheet name="แผ่น 1" sheetId="1" r:id="rId1"/>""")),
        new("xl/_rels/workbook.xml.rels", Relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles",
                "styles.xml"))),
        new("xl/sharedStrings.xml", "<sst><si><t>ชื่อ</t></si></sst>"),
        new("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/></cellXfs></styleSheet>"),
        new("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
    ];

    public static IReadOnlyList<SheetColumn> OneColumn { get; } = [new("name", "ชื่อ")];

    /// <summary>A header "ชื่อ" in A1, and these cells in A2, A3 …</summary>
    public static TinySheet Of(params string[] cells) => new TinySheet().Rows(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ชื่อ</t></is></c></row>"
        + string.Concat(cells.Select((cell, at) => $"<row r=\"{at + 2}\">{cell}</row>")));

    public TinySheet Rows(string rows) => With("xl/worksheets/sheet1.xml",
        $"<worksheet><sheetData>{rows}</sheetData></worksheet>");

    public TinySheet Styles(string formats, params string[] cells) => With("xl/styles.xml",
        $"<styleSheet><numFmts>{formats}</numFmts>"
        + $"<cellXfs>{string.Concat(cells.Select(id => $"<xf numFmtId=\"{id}\"/>"))}</cellXfs></styleSheet>");

    /// <summary>Puts a part in place of the one with the same name.</summary>
    public TinySheet With(string name, string text)
    {
        parts.RemoveAll(part => part.Key == name);
        return Also(name, text);
    }

    public TinySheet Also(string name, string text)
    {
        parts.Add(new(name, text));
        return this;
    }

    public TinySheet Without(string name)
    {
        parts.RemoveAll(part => part.Key == name);
        return this;
    }

    public byte[] Bytes()
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in parts)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        return file.ToArray();
    }

    public Sheet Read(SheetLimits? limits = null) => SheetFile.Read(new MemoryStream(Bytes()), OneColumn, limits);

    /// <summary>The text of the first cell below the header.</summary>
    public string First() => Read().Rows[0]["name"];

    public static string Workbook(string sheets, string before = "") =>
        $"<workbook xmlns:r=\"{Relation}\">{before}<sheets>{sheets}</sheets></workbook>";

    public static string Relations(params (string Id, string Type, string Target)[] relations) =>
        $"<Relationships>{string.Concat(relations.Select(one =>
            $"<Relationship Id=\"{one.Id}\" Type=\"{Relation}/{one.Type}\" Target=\"{one.Target}\"/>"))}</Relationships>";
}
