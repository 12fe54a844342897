using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using WorkflowHost.Activities.Sheets;

namespace WorkflowHost.Tests.Activities.Sheets;

/// <summary>What we write, as another library reads it, and as we read it back.</summary>
public sealed class SheetWritingTests
{
    static readonly SheetColumn[] Columns =
        [new("code", "รหัส"), new("name", "ชื่อหน่วยงาน", Width: 40), new("type", "ประเภท", Choices: ["โรงเรียน", "รพ.สต."])];

    static readonly string[][] Rows =
    [
        ["0012345", "โรงเรียนเทศบาล ๑ (วัดน้ำใส)", "โรงเรียน"],
        ["=1+1", "+66 2 241 9000", "-"],
        ["@SUM(A1)", "<b>&amp;\"'</b>", "_x0041_"],
        ["", "สองบรรทัด\nที่สอง", ""],
        ["😀", "\u000bกำแพง", "a\rb"],
    ];

    [Test]
    public void Workbook_IsValid_AndAnotherLibraryReadsTheSameTexts_AndNoFormula()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(SheetFile.Write("หน่วยงาน & สังกัด", Columns, Rows)),
            false);
        Assert.That(new OpenXmlValidator().Validate(document).Select(error => error.Description), Is.Empty);
        Assert.That(document.WorkbookPart!.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single().Name!.Value,
            Is.EqualTo("หน่วยงาน & สังกัด"));
        var sheet = document.WorkbookPart.WorksheetParts.Single().Worksheet;
        Assert.That(sheet.Descendants<CellFormula>(), Is.Empty);
        var texts = sheet.Descendants<Cell>().Where(cell => cell.InnerText.Length > 0)
            .ToDictionary(cell => cell.CellReference!.Value!, cell => cell.InnerText);
        Assert.That(texts["A2"], Is.EqualTo("0012345"));
        Assert.That(texts["B2"], Is.EqualTo("โรงเรียนเทศบาล ๑ (วัดน้ำใส)"));
        Assert.That(texts["A3"], Is.EqualTo("=1+1"));
        Assert.That(texts["B4"], Is.EqualTo("<b>&amp;\"'</b>"));
        Assert.That(texts["C4"], Is.EqualTo("_x005F_x0041_"), "what looks like an escape is written as one");
    }

    [Test]
    public void TextThatLooksLikeAFormula_IsMarkedAsTyped_SoThatEditingTheCellLeavesItText()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(SheetFile.Write("ก", Columns, Rows)), false);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToArray();
        var cells = document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<Cell>().ToArray();
        var quoted = cells.Where(cell => formats[(int)cell.StyleIndex!.Value].QuotePrefix?.Value == true).Select(cell =>
            cell.CellReference!.Value);
        Assert.That(quoted, Is.EqualTo(new[] { "A3", "B3", "C3", "A4" }));
        Assert.That(cells.Select(cell => formats[(int)cell.StyleIndex!.Value].NumberFormatId!.Value), Is.All.EqualTo(49),
            "all are text");
    }

    [Test]
    public void WhatWasWritten_IsReadBack()
    {
        var sheet = SheetFile.Read(new MemoryStream(SheetFile.Write("ก", Columns, Rows)), Columns);
        // A vertical tab and a single carriage return are no part of a text that people type.
        Assert.That(sheet.Rows.Select(row => new[] { row["code"], row["name"], row["type"] }), Is.EqualTo(
            Rows[..4].Append(["😀", "กำแพง", "a\nb"])));
        Assert.That(sheet.Rows.SelectMany(row => row.Problems), Is.Empty);
    }

    [Test]
    public void WhatAnotherLibraryWrote_IsRead()
    {
        var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, DocumentFormat.OpenXml.SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var page = book.AddNewPart<WorksheetPart>();
            page.Worksheet = new Worksheet(new SheetData(
                new Row(new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text("ชื่อ")) }),
                new Row(new Cell { DataType = CellValues.String, CellValue = new CellValue("ศูนย์พัฒนาเด็กเล็ก") }),
                new Row(new Cell { CellValue = new CellValue(12.5) }),
                new Row(new Cell { DataType = CellValues.Boolean, CellValue = new CellValue(true) })));
            book.Workbook = new Workbook(new DocumentFormat.OpenXml.Spreadsheet.Sheets(
                new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = book.GetIdOfPart(page), SheetId = 1, Name = "แผ่น" }));
        }
        file.Position = 0;
        Assert.That(SheetFile.Read(file, TinySheet.OneColumn).Rows.Select(row => row["name"]),
            Is.EqualTo(new[] { "ศูนย์พัฒนาเด็กเล็ก", "12.5", "TRUE" }));
    }

    [Test]
    public void SameRows_MakeTheSameBytes() =>
        Assert.That(SheetFile.Write("ก", Columns, Rows), Is.EqualTo(SheetFile.Write("ก", Columns, Rows)));

    [Test]
    public void WholeCountry_IsWrittenAndReadWithinTheLimits()
    {
        var rows = Enumerable.Range(1, 22_000).Select(number =>
            new[] { $"{number:D7}", $"โรงเรียนเทศบาลลำดับที่ {number} ซึ่งมีชื่อยาวพอสมควร", "โรงเรียน" });
        var file = SheetFile.Write("หน่วยงาน", Columns, rows);
        Assert.That(SheetFile.Read(new MemoryStream(file), Columns).Rows, Has.Count.EqualTo(22_000));
        TestContext.Out.WriteLine($"{file.Length:N0} bytes");
    }

    [TestCase("")]
    [TestCase("a/b")]
    [TestCase("ชื่อแผ่นงานที่ยาวเกินกว่าโปรแกรมจะรับได้")]
    public void NameThatNoProgramTakes_IsAFaultOfTheCaller(string name) =>
        Assert.Throws<ArgumentException>(() => SheetFile.Write(name, Columns, []));

    [Test]
    public void RowOfAnotherWidth_IsAFaultOfTheCaller() =>
        Assert.Throws<ArgumentException>(() => SheetFile.Write("ก", Columns, [["1"]]));
}
