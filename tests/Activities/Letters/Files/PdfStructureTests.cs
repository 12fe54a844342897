using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

public class PdfStructureTests
{
    [Test]
    public void TwoPages_AreCountedFromTheTree()
    {
        var pdf = TinyPdf.Letter()
            .Object(2, "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 77 >>")
            .Object(6, "<< /Type /Pages /Parent 2 0 R /Kids [7 0 R] >>")
            .Object(7, "<< /Type /Page /Parent 6 0 R >>");
        Assert.That(Verdicts.Accepted(pdf.Table().ToBytes(), "a.pdf").Pages, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void CrossReferenceStreamAndPackedObjects_AreRead(bool predicted) =>
        Assert.That(Verdicts.Accepted(PackedLetter(predicted).ToBytes(), "a.pdf").Pages, Is.EqualTo(1));

    [Test]
    public void LengthInAnotherObject_IsFollowed()
    {
        var pdf = TinyPdf.Letter().Stream(5, "", "1 0 obj endstream"u8, "6 0 R").Object(6, "17");
        Verdicts.Accepted(pdf.Table().ToBytes(), "a.pdf");
    }

    [Test]
    public void Update_ThatAddsAPage_CountsInTheNewestState()
    {
        var pdf = TinyPdf.Letter().Table()
            .Object(2, "<< /Type /Pages /Kids [3 0 R 5 0 R] >>").Object(5, "<< /Type /Page >>").Table();
        Assert.That(Verdicts.Accepted(pdf.ToBytes(), "a.pdf").Pages, Is.EqualTo(2));
    }

    [Test]
    public void T59_FileCutAnywhere_IsNeverAccepted()
    {
        var pdf = PackedLetter(true).ToBytes();
        for (var length = 1; length < pdf.Length - 1; length++)
            Assert.That(LetterFile.Inspect(pdf[..length], "a.pdf", LetterLimits.Default), Is.InstanceOf<LetterVerdict.Refused>());
        Verdicts.Refused(LetterRefusalCode.Truncated, pdf[..(pdf.Length / 2)], "a.pdf");
    }

    [Test]
    public void T59_CutOffUpdate_IsTruncated()
    {
        var whole = TinyPdf.Letter().Table();
        whole.Object(2, "<< /Type /Pages /Kids [3 0 R 5 0 R] >>");
        Verdicts.Refused(LetterRefusalCode.Truncated, whole.ToBytes(), "a.pdf");
    }

    [Test]
    public void T59_PasswordOrRestrictions_AreRefusedWithTheWayOut()
    {
        var pdf = TinyPdf.Letter("", "<< /Filter /Standard /V 5 /R 6 /P -3904 >>").Table("/Encrypt 5 0 R");
        var refused = Verdicts.Refused(LetterRefusalCode.Encrypted, pdf.ToBytes(), "a.pdf");
        Assert.That(refused.MessageEn, Does.Contain("print and scan"));
    }

    [Test]
    public void LoopOfSections_IsDamaged()
    {
        var pdf = TinyPdf.Letter();
        var section = pdf.Length;
        Verdicts.Refused(LetterRefusalCode.Damaged, pdf.Table(prev: section).ToBytes(), "a.pdf");
    }

    [Test]
    public void LoopInThePageTree_IsDamaged()
    {
        var pdf = TinyPdf.Letter().Object(3, "<< /Type /Pages /Kids [2 0 R] >>");
        Verdicts.Refused(LetterRefusalCode.Damaged, pdf.Table().ToBytes(), "a.pdf");
    }

    [TestCase("5 0 R")]
    [TestCase("6 0 R")]
    public void LengthThatLeadsBackToItsOwnStream_IsDamaged(string length)
    {
        var pdf = TinyPdf.Letter().Stream(5, "", "x"u8, length).Stream(6, "", "y"u8, "5 0 R");
        Verdicts.Refused(LetterRefusalCode.Damaged, pdf.Table().ToBytes(), "a.pdf");
    }

    [Test]
    public void LengthsThatDependOnOneAnotherInALongChain_AreDamaged()
    {
        var pdf = TinyPdf.Letter();
        for (var number = 5; number < 50_000; number++)
            pdf.Stream(number, "", "x"u8, $"{number + 1} 0 R");
        Verdicts.Refused(LetterRefusalCode.Damaged, pdf.Object(50_000, "1").Table().ToBytes(), "a.pdf");
    }

    [Test]
    public void ObjectThatRefersToItself_IsDamaged()
    {
        var pdf = TinyPdf.Letter("/OpenAction 5 0 R", "6 0 R", "5 0 R");
        Verdicts.Refused(LetterRefusalCode.Damaged, pdf.Table().ToBytes(), "a.pdf");
    }

    [Test]
    public void NoPages_AreRefused()
    {
        var pdf = TinyPdf.Letter().Object(2, "<< /Type /Pages /Kids [] /Count 1 >>");
        Verdicts.Refused(LetterRefusalCode.NoPages, pdf.Table().ToBytes(), "a.pdf");
    }

    [Test]
    public void TwoHundredPages_AreAcceptedAndOneMoreIsRefused()
    {
        Assert.That(Verdicts.Accepted(Pages(200), "a.pdf").Pages, Is.EqualTo(200));
        Verdicts.Refused(LetterRefusalCode.TooManyPages, Pages(201), "a.pdf");
    }

    [TestCase("<< /A 1 /A 2 >>")]
    [TestCase("<< /A >>")]
    [TestCase("(open")]
    [TestCase("<41")]
    [TestCase("[1 2")]
    [TestCase("maybe")]
    [TestCase("")]
    public void MalformedObject_IsDamaged(string body) =>
        Verdicts.Refused(LetterRefusalCode.Damaged, TinyPdf.Letter("", body).Table().ToBytes(), "a.pdf");

    [Test]
    public void StreamThatDoesNotEndWhereItSays_IsDamaged() => Verdicts.Refused(
        LetterRefusalCode.Damaged, TinyPdf.Letter().Stream(5, "", "0123456789"u8, "4").Table().ToBytes(), "a.pdf");

    [Test]
    public void TableThatPointsElsewhere_IsDamaged()
    {
        var pdf = TinyPdf.Letter().Table();
        pdf.Raw("xref\n3 1\n0000000020 00000 n \ntrailer << /Root 1 0 R >>\n");
        var bytes = pdf.Raw($"startxref\n{pdf.Length - 56}\n%%EOF").ToBytes();
        Verdicts.Refused(LetterRefusalCode.Damaged, bytes, "a.pdf");
    }

    [Test]
    public void DeepNesting_IsTooComplex() => Verdicts.Refused(
        LetterRefusalCode.TooComplex, TinyPdf.Letter("", new string('[', 1_000_000)).Table().ToBytes(), "a.pdf");

    [Test]
    public void ObjectsBeyondTheLimit_AreTooComplex() => Verdicts.Refused(
        LetterRefusalCode.TooComplex, TinyPdf.Letter().Table().ToBytes(), "a.pdf", new LetterLimits { MaxPdfObjects = 4 });

    [Test]
    public void ValuesBeyondTheLimit_AreTooComplex() => Verdicts.Refused(
        LetterRefusalCode.TooComplex,
        TinyPdf.Letter("", $"[{string.Join(' ', Enumerable.Repeat("0", 500_001))}]").Table().ToBytes(),
        "a.pdf");

    [Test]
    public void StructureThatUnpacksToTooMuch_IsTooComplex()
    {
        var bomb = TinyPdf.Flate(new byte[65 * 1024 * 1024]);
        var pdf = TinyPdf.Letter().Stream(5, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", bomb).Table();
        Assert.That(bomb, Has.Length.LessThan(100_000));
        Verdicts.Refused(LetterRefusalCode.TooComplex, pdf.ToBytes(), "a.pdf");
    }

    [Test]
    public void ObjectsHiddenInOneAnother_AreTooComplex()
    {
        // Each object is a string holding all the following ones: read one by one they are gigabytes.
        const int last = 20_000;
        var pdf = TinyPdf.Letter();
        for (var number = 5; number <= last; number++)
            pdf.Named(number, pdf.Length).Raw($"{number} 0 obj\n(");
        pdf.Raw(string.Concat(Enumerable.Repeat(")\nendobj\n", last - 4)));
        Verdicts.Refused(LetterRefusalCode.TooComplex, pdf.Table().ToBytes(), "a.pdf");
    }

    [Test]
    public void StructurePackedInAnUnusualWay_IsUnsupported()
    {
        var pdf = TinyPdf.Letter().Stream(5, "/Type /ObjStm /N 0 /First 0 /Filter [/ASCIIHexDecode /FlateDecode]", "00>"u8);
        Verdicts.Refused(LetterRefusalCode.Unsupported, pdf.Table().ToBytes(), "a.pdf");
    }

    static TinyPdf PackedLetter(bool predicted) => new TinyPdf()
        .Packed(
            9,
            (1, "<< /Type /Catalog /Pages 2 0 R >>"),
            (2, "<< /Type /Pages /Kids [3 0 R] >>"),
            (3, "<< /Type /Page /Contents 4 0 R >>"))
        .Stream(4, "", "0 0 m"u8).Section(predicted);

    static byte[] Pages(int count)
    {
        var pdf = TinyPdf.Letter();
        var numbers = Enumerable.Range(1000, count).ToList();
        pdf.Object(2, $"<< /Type /Pages /Kids [{string.Join(' ', numbers.Select(number => $"{number} 0 R"))}] >>");
        foreach (var number in numbers)
            pdf.Object(number, "<< /Type /Page >>");
        return pdf.Table().ToBytes();
    }
}
