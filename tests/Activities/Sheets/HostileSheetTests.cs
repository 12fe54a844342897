using System.Text;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;

namespace WorkflowHost.Tests.Activities.Sheets;

/// <summary>Files that want more than to be read. Each is refused with what is wrong and a way out.</summary>
public sealed class HostileSheetTests
{
    static string External(string type) =>
        $"<Relationships><Relationship Id=\"rId1\" Type=\"{TinySheet.Relation}/{type}\" "
        + "Target=\"file:///share/x\" TargetMode=\"External\"/></Relationships>";

    static readonly TestCaseData[] Refused =
    [
        Case("NothingAtAll", [], "sheet-empty"),
        Case("Text", Encoding.UTF8.GetBytes("ชื่อ,รหัส\n"), "sheet-wrong-content"),
        Case("Pdf", Encoding.UTF8.GetBytes("%PDF-1.7\n"), "sheet-wrong-content"),
        Case("OldXlsOrPassword", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "sheet-wrong-content"),
        Case("ZipThatIsNone", Encoding.ASCII.GetBytes("PK\u0003\u0004 and no more"), "sheet-damaged"),
        Case("AnotherZip", new TinySheet().Without("[Content_Types].xml").Bytes(), "sheet-wrong-content"),
        Case("Word", Types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            "sheet-wrong-content"),
        Case("MacroWorkbook", Types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "sheet-active"),
        Case("MacroPart", Part("xl/vbaProject.bin", "x"), "sheet-active"),
        Case("OldMacroSheet", Part("xl/macrosheets/sheet1.xml", "<x/>"), "sheet-active"),
        Case("EmbeddedFile", Part("xl/embeddings/oleObject1.bin", "x"), "sheet-active"),
        Case("ActiveX", Part("xl/activeX/activeX1.xml", "<x/>"), "sheet-active"),
        Case("ExternalWorkbook", Part("xl/externalLinks/externalLink1.xml", "<x/>"), "sheet-external"),
        Case("DataConnection", Part("xl/connections.xml", "<x/>"), "sheet-external"),
        Case("PictureFromElsewhere", Part("xl/drawings/_rels/drawing1.xml.rels", External("image")), "sheet-external"),
        Case("TemplateFromElsewhere", Part("xl/_rels/odd.xml.rels", External("attachedTemplate")), "sheet-external"),
        Case("PartTwice", Part("XL/workbook.xml", "<workbook/>"), "sheet-damaged"),
        Case("Entities", new TinySheet().With("xl/sharedStrings.xml",
            "<!DOCTYPE sst [<!ENTITY a \"ก\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>").Bytes(),
                "sheet-damaged"),
        Case("ForeignEntity", new TinySheet().With("xl/workbook.xml",
            "<!DOCTYPE workbook SYSTEM \"file:///etc/hosts\"><workbook/>").Bytes(), "sheet-damaged"),
        Case("HalfAnElement", TinySheet.Of("<c r=\"A2\"><v>1</v>").Bytes(), "sheet-damaged"),
        Case("TextThatIsNotThere", TinySheet.Of("<c r=\"A2\" t=\"s\"><v>99</v></c>").Bytes(), "sheet-damaged"),
        Case("PlaceThatIsNone", TinySheet.Of("<c r=\"AAAAAAAAA2\"><v>1</v></c>").Bytes(), "sheet-damaged"),
        Case("NumberThatIsNone", TinySheet.Of("<c r=\"A2\"><v>x</v></c>").Bytes(), "sheet-damaged"),
        Case("LineThatIsNone", new TinySheet().Rows("<row r=\"99999999999\"><c><v>1</v></c></row>").Bytes(), "sheet-damaged"),
        Case("WayOutOfThePackage", new TinySheet().With("_rels/.rels",
            TinySheet.Relations(("rId1", "officeDocument", "../../../../etc/hosts"))).Bytes(), "sheet-damaged"),
        Case("NoWorkbook", new TinySheet().Without("_rels/.rels").Bytes(), "sheet-damaged"),
        Case("NoVisibleSheet", new TinySheet().With("xl/workbook.xml",
            TinySheet.Workbook("<sheet name=\"ก\" sheetId=\"1\" state=\"veryHidden\" r:id=\"rId1\"/>")).Bytes(),
                "sheet-no-worksheet"),
        Case("NoRows", new TinySheet().Bytes(), "sheet-no-rows"),
        Case("HeaderTwice", new TinySheet().Rows("<row><c t=\"inlineStr\"><is><t>ชื่อ</t></is></c>"
            + "<c t=\"inlineStr\"><is><t>ชื่อ *</t></is></c></row>")
            .Bytes(), "sheet-column-twice"),
        Case("FarColumn", TinySheet.Of("<c r=\"XFD2\"><v>1</v></c>").Bytes(), "sheet-too-wide"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void File_IsRefusedInThaiAndEnglish(byte[] file, string code)
    {
        var refused = Assert.Throws<RefusedException>(() => SheetFile.Read(new MemoryStream(file), TinySheet.OneColumn));
        Assert.That(refused!.Code, Is.EqualTo(code));
        Assert.That(refused.Thai, Does.Match("[ก-๙]"));
        Assert.That(refused.English, Does.Match("[a-z]"));
    }

    [Test]
    public void ZipBomb_IsGivenUp_WhenItHasUnpackedToTheLimit_WhateverItsHeaderSays()
    {
        // 60 MB of one letter in 60 kB.
        var bomb = new TinySheet().With("xl/sharedStrings.xml",
            $"<sst><si><t>{new string('a', 60_000_000)}</t></si></sst>").Bytes();
        Assert.That(bomb, Has.Length.LessThan(1_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<RefusedException>(() =>
            SheetFile.Read(new MemoryStream(bomb), TinySheet.OneColumn, new SheetLimits { UnzippedBytes = 1_000_000 }));
        Assert.That(refused!.Code, Is.EqualTo("sheet-too-large"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(50_000_000));
    }

    [Test]
    public void OneLongTextInManyCells_CountsInEachOfThem()
    {
        var cells = string.Concat(Enumerable.Range(2, 200).Select(line =>
            $"<row r=\"{line}\"><c r=\"A{line}\" t=\"s\"><v>0</v></c></row>"));
        var sheet = new TinySheet().With("xl/sharedStrings.xml", $"<sst><si><t>{new string('ก', 1_000)}</t></si></sst>").Rows(
            cells);
        Assert.That(Assert.Throws<RefusedException>(() => sheet.Read(new SheetLimits { Characters = 100_000 }))!.Code,
            Is.EqualTo("sheet-too-large"));
    }

    [Test]
    public void Limits_HoldToTheLastByteAndRow()
    {
        var sheet = TinySheet.Of("<c r=\"A2\"><v>1</v></c>", "<c r=\"A3\"><v>2</v></c>");
        var size = sheet.Bytes().Length;
        Assert.That(sheet.Read(new SheetLimits { Bytes = size, Rows = 2, Columns = 1, Parts = 7 }).Rows, Has.Count.EqualTo(2));
        foreach (var (limits, code) in new (SheetLimits, string)[]
        {
            (new() { Bytes = size - 1 }, "sheet-too-large"), (new() { Rows = 1 }, "sheet-too-long"), (new() { Parts = 6 },
                "sheet-too-large"),
        })
            Assert.That(Assert.Throws<RefusedException>(() => sheet.Read(limits))!.Code, Is.EqualTo(code));
    }

    [Test]
    public void ManyRowsAreGivenUp_BeforeAllOfThemAreKept()
    {
        var rows = string.Concat(Enumerable.Repeat("<row><c t=\"inlineStr\"><is><t>ชื่อ</t></is></c></row>", 2_000));
        Assert.That(Assert.Throws<RefusedException>(() => new TinySheet().Rows(rows).Read(new SheetLimits { Rows = 100 }))!.Code,
            Is.EqualTo("sheet-too-long"));
    }

    /// <summary>1,500 files with bytes changed, cut or doubled: each is read or refused, never a fault.</summary>
    [Test]
    public void BrokenBytes_AreReadOrRefused_NeverAFault()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = SheetFile.Write("ก", TinySheet.OneColumn, [["โรงเรียน"], ["=1"]]);
        var stored = TinySheet.Of("<c r=\"A2\" s=\"0\"><v>1</v></c>", "<c r=\"A3\" t=\"s\"><v>0</v></c>");
        for (var run = 0; run < 1_500; run++)
        {
            var bytes = Break((run % 2 == 0 ? good : stored.Bytes()).ToArray(), random);
            try
            {
                SheetFile.Read(new MemoryStream(bytes), TinySheet.OneColumn);
            }
            catch (RefusedException)
            {
                continue;
            }
        }
    }

    /// <summary>The same for the XML inside, where broken bytes of a zip seldom get to.</summary>
    [Test]
    public void BrokenParts_AreReadOrRefused_NeverAFault()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        const string sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
            + "<row r=\"2\"><c r=\"A2\" s=\"1\"><f>1</f><v>45473.5</v></c>"
            + "<c r=\"B2\" t=\"b\"><v>1</v></c></row></sheetData></worksheet>";
        const string styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"d/m/yy\"/></numFmts>"
            + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>";
        for (var run = 0; run < 1_000; run++)
        {
            var tiny = new TinySheet().With("xl/worksheets/sheet1.xml", run % 3 == 0 ? sheet : Break(sheet, random))
                .With("xl/styles.xml", run % 3 == 0 ? Break(styles, random) : styles);
            try
            {
                tiny.Read();
            }
            catch (RefusedException)
            {
                continue;
            }
        }
    }

    static byte[] Break(byte[] bytes, Random random)
    {
        for (var changes = random.Next(1, 6); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => [.. bytes, .. bytes],
            _ => bytes,
        };
    }

    static string Break(string text, Random random)
    {
        var characters = text.ToCharArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            characters[random.Next(characters.Length)] = "0123456789-.eEAst<>\"= ก"[random.Next(22)];
        return new string(characters);
    }

    static byte[] Types(string main) => new TinySheet().With("[Content_Types].xml",
        $"<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"{main}\"/></Types>").Bytes();

    static byte[] Part(string name, string text) => TinySheet.Of("<c r=\"A2\"><v>1</v></c>").Also(name, text).Bytes();

    static TestCaseData Case(string name, byte[] file, string code) => new TestCaseData(file, code).SetArgDisplayNames(name);
}
