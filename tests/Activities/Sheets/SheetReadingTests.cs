using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;

namespace WorkflowHost.Tests.Activities.Sheets;

/// <summary>What spreadsheet programs write, as the text a person sees in the cell.</summary>
public sealed class SheetReadingTests
{
    [TestCase("<v>1234567890123</v>", "1234567890123")]
    [TestCase("<v>1.2345678901230E+12</v>", "1234567890123")]
    [TestCase("<v>12345678901234567</v>", "12345678901234567")]
    [TestCase("<v>0.1</v>", "0.1")]
    [TestCase("<v>0.30000000000000004</v>", "0.3")]
    [TestCase("<v>-2.5</v>", "-2.5")]
    [TestCase("<v>1E-7</v>", "0.0000001")]
    public void Number_IsReadInPlainDigits(string cell, string expected) =>
        Assert.That(TinySheet.Of($"<c r=\"A2\">{cell}</c>").First(), Is.EqualTo(expected));

    [TestCase("45473", "2024-06-30")]
    [TestCase("45473.999305555553", "2024-06-30 23:59")]
    [TestCase("45473.99999", "2024-06-30 23:59:59")]
    [TestCase("0.35416666666666669", "08:30")]
    [TestCase("1", "1900-01-01")]
    [TestCase("60", "60", Description = "29 February 1900 never was")]
    [TestCase("61", "1900-03-01")]
    [TestCase("2958465", "9999-12-31")]
    [TestCase("-1", "-1")]
    public void DateCell_IsReadAsDate(string value, string expected) =>
        Assert.That(TinySheet.Of($"<c r=\"A2\" s=\"1\"><v>{value}</v></c>").Styles("", "0", "14").First(), Is.EqualTo(expected));

    [TestCase("dd/mm/yyyy", "2024-06-30")]
    [TestCase("[$-107041E]d mmmm bbbb", "2024-06-30")]
    [TestCase("ว ดดดด ปปปป", "2024-06-30")]
    [TestCase("#,##0.00", "45473")]
    [TestCase("\"day\" 0", "45473")]
    [TestCase("[Red]General", "45473")]
    [TestCase("0000000", "0045473")]
    [TestCase("000\\-000\\-0", "004-547-3")]
    public void CustomFormat_SaysWhatANumberIs(string format, string expected) => Assert.That(
        TinySheet.Of("<c r=\"A2\" s=\"1\"><v>45473</v></c>")
            .Styles($"<numFmt numFmtId=\"170\" formatCode=\"{format.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/>",
                "0", "170").First(),
        Is.EqualTo(expected));

    [Test]
    public void CitizenId_InTheFormatThatPeopleUse_KeepsItsHyphens() => Assert.That(
        TinySheet.Of("<c r=\"A2\" s=\"1\"><v>1101700230705</v></c>")
            .Styles("<numFmt numFmtId=\"170\" formatCode=\"0-0000-00000-00-0\"/>", "0", "170").First(),
                Is.EqualTo("1-1017-00230-70-5"));

    [Test]
    public void DatesSince1904_AreShifted() => Assert.That(
        TinySheet.Of("<c r=\"A2\" s=\"1\"><v>44011</v></c>").Styles("", "0", "14")
            .With("xl/workbook.xml", TinySheet.Workbook("""<sheet name="ก" sheetId="1" r:id="rId1"/>""",
                "<workbookPr date1904=\"1\"/>"))
            .First(), Is.EqualTo("2024-06-30"));

    [Test]
    public void SharedText_IsReadWithoutItsLooksAndReadings() => Assert.That(
        TinySheet.Of("<c r=\"A2\" t=\"s\"><v>1</v></c>").With("xl/sharedStrings.xml",
            "<sst><si><t>ก</t></si><si><r><rPr><b/></rPr><t>โรงเรียน</t></r>"
            + "<rPh sb=\"0\" eb=\"1\"><t>อ่าน</t></rPh><r><t xml:space=\"preserve\"> บ้านหนอง</t></r></si></sst>")
            .First(), Is.EqualTo("โรงเรียน บ้านหนอง"));

    [TestCase("=1+1")]
    [TestCase("+66 2 241 9000")]
    [TestCase("-")]
    [TestCase("@cmd")]
    public void TextThatLooksLikeAFormula_StaysText(string text) => Assert.That(
        TinySheet.Of($"<c r=\"A2\" t=\"inlineStr\"><is><t>{text}</t></is></c>").First(), Is.EqualTo(text));

    [Test]
    public void Formula_IsAProblemOfItsRow_AndTheOthersAreRead()
    {
        var sheet = TinySheet.Of(
            "<c r=\"A2\" t=\"str\"><f>HYPERLINK(\"http://example.org\")</f><v>โรงเรียนบ้านหนอง</v></c>",
            "<c r=\"A3\" t=\"inlineStr\"><is><t>โรงเรียนบ้านดอน</t></is></c>").Read();
        Assert.That(sheet.Rows.Select(row => (row.Line, row["name"])), Is.EqualTo(new[] { (2, ""), (3, "โรงเรียนบ้านดอน") }));
        Assert.That(sheet.Rows[0].Problems.Single().Thai, Does.Contain("แถว 2").And.Contain("ชื่อ (A2)").And.Contain("เป็นสูตร"));
        Assert.That(sheet.Rows[1].Problems, Is.Empty);
    }

    [Test]
    public void ErrorAndTooLongText_AreProblemsOfTheirRows()
    {
        var sheet = TinySheet.Of("<c r=\"A2\" t=\"e\"><v>#REF!</v></c>",
            $"<c r=\"A3\" t=\"inlineStr\"><is><t>{new string('ก', 11)}</t></is></c>").Read(new SheetLimits { CellLength = 10 });
        Assert.That(sheet.Rows.Select(row => row.Problems.Single().Thai),
            Is.EqualTo(new[] { "แถว 2: ชื่อ มีค่าผิดพลาด #REF! โปรดพิมพ์ค่าใหม่", "แถว 3: ชื่อ ยาวเกิน 10 ตัวอักษร" }));
    }

    [Test]
    public void Header_IsFoundBelowTitles_WhateverItsBlanksAndDigits()
    {
        var sheet = SheetFile.Read(new MemoryStream(new TinySheet().Rows(
            """
            <row r="1"><c r="A1" t="inlineStr"><is><t>รายชื่อหน่วยงานภายใต้สังกัด</t></is></c></row>
            <row r="4"><c r="B4" t="inlineStr"><is><t>ชื่อ หน่วยงาน *</t></is></c>
            <c r="D4" t="inlineStr"><is><t>รหัส ๑</t></is></c>
            <c r="E4" t="inlineStr"><is><t>หมายเหตุ</t></is></c></row>
            <row r="5"/><row r="7"><c r="B7" t="inlineStr"><is><t>ก</t></is></c><c r="D7"><v>7</v></c></row>
            """).Bytes()), [new("name", "ชื่อหน่วยงาน"), new("code", "รหัส 1"), new("phone", "โทรศัพท์", IsRequired: false)]);
        Assert.That(sheet.PassedOver, Is.EqualTo(new[] { "หมายเหตุ" }));
        Assert.That(sheet.Rows.Select(row => (row.Line, row["name"], row["code"], row["phone"])), Is.EqualTo(new[] { (7, "ก",
            "7", "") }));
    }

    [Test]
    public void MissingColumn_IsNamed()
    {
        var refused = Assert.Throws<RefusedException>(() => new TinySheet().Rows(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>อื่น</t></is></c></row>").Read());
        Assert.That(refused!.Thai, Does.Contain("“ชื่อ”"));
    }

    [Test]
    public void HiddenSheets_AreNotRead() => Assert.That(
        TinySheet.Of("<c r=\"A2\"><v>7</v></c>").With("xl/workbook.xml", TinySheet.Workbook(
            """<sheet name="ซ่อน" sheetId="1" state="hidden" r:id="rId9"/><sheet name="เห็น" sheetId="2" r:id="rId1"/>"""))
            .Read().Name, Is.EqualTo("เห็น"));

    [Test]
    public void MailAddressMadeIntoAFaultyLink_IsReadAsAnyCell() => Assert.That(
        TinySheet.Of("<c r=\"A2\" t=\"inlineStr\"><is><t>a b@example.org</t></is></c>").Also(
            "xl/worksheets/_rels/sheet1.xml.rels",
            $"<Relationships><Relationship Id=\"rId1\" Type=\"{TinySheet.Relation}/hyperlink\" "
            + "Target=\"mailto:a b@@example.org\" TargetMode=\"External\"/></Relationships>")
            .First(), Is.EqualTo("a b@example.org"));
}
