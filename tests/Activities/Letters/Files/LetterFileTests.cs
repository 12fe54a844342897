using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

public class LetterFileTests
{
    [Test]
    public void A07_PlainPdf_IsAcceptedWithPagesHashAndSize()
    {
        var pdf = TinyPdf.Letter().Table().ToBytes();
        var accepted = Verdicts.Accepted(pdf, "หนังสือ.PDF");
        Assert.That(accepted, Is.EqualTo(new LetterVerdict.Accepted(
            "application/pdf", 1, null, null, Convert.ToHexStringLower(SHA256.HashData(pdf)), pdf.Length)));
    }

    [Test]
    public void EmptyFile_IsRefused() => Verdicts.Refused(LetterRefusalCode.Empty, [], "a.pdf");

    [TestCase("<!DOCTYPE html><html></html>", "HTML")]
    [TestCase("\u00EF\u00BB\u00BF \n<HTML>", "HTML")]
    [TestCase("<?xml version='1.0'?><svg></svg>", "SVG")]
    [TestCase("\u00D0\u00CF\u0011\u00E0 old office", "Office 97")]
    [TestCase("{\\rtf1}", "RTF")]
    [TestCase("GIF89a", "GIF")]
    [TestCase("MZ program", "program")]
    [TestCase("7z\u00BC\u00AF", "archive")]
    [TestCase("just words", "plain text")]
    [TestCase("\0\0\0\0", "not known")]
    public void T59_OtherKindNamedPdf_IsRefusedByWhatItLooksLike(string content, string looks)
    {
        var refused = Verdicts.Refused(LetterRefusalCode.UnknownType, Encoding.Latin1.GetBytes(content), "letter.pdf");
        Assert.That(refused.MessageEn, Does.Contain(looks));
    }

    [TestCase("word/document.xml", "Word")]
    [TestCase("xl/workbook.xml", "Excel")]
    [TestCase("notes.txt", "ZIP")]
    public void T59_ZipNamedPdf_IsToldFromOfficeFiles(string entry, string looks)
    {
        var refused = Verdicts.Refused(LetterRefusalCode.UnknownType, Zip(entry), "letter.pdf");
        Assert.That(refused.MessageEn, Does.Contain(looks));
    }

    [TestCase("letter.pdf", "ends in .pdf")]
    [TestCase("letter", "has no ending")]
    [TestCase("letter.<b>\u202Ex", "ends in .bx")]
    public void T59_PictureUnderAnotherName_IsRefusedWithTheRightName(string name, string told)
    {
        var refused = Verdicts.Refused(LetterRefusalCode.NameMismatch, TinyPng.Picture(), name);
        Assert.That(refused.MessageEn, Does.Contain(told).And.Contain(".png"));
    }

    [Test]
    public void PdfAfterHtml_IsRefusedAsPolyglot()
    {
        byte[] both = [.. "<html><!--\n"u8, .. TinyPdf.Letter().Table().ToBytes()];
        Assert.That(Verdicts.Refused(LetterRefusalCode.Polyglot, both, "a.pdf").MessageEn, Does.Contain("HTML"));
    }

    [TestCase("a.pdf")]
    [TestCase("a.png")]
    [TestCase("a.jpg")]
    public void ZipAfterTheLetter_IsRefusedAsPolyglot(string name)
    {
        byte[] both = [.. Valid(name), .. Zip("evil.exe")];
        Assert.That(Verdicts.Refused(LetterRefusalCode.Polyglot, both, name).MessageEn, Does.Contain("ZIP"));
    }

    [TestCase("a.pdf")]
    [TestCase("a.png")]
    [TestCase("a.jpg")]
    public void HtmlAfterTheLetter_IsRefusedAsPolyglot(string name)
    {
        byte[] both = [.. Valid(name), .. "<html><script>alert(1)</script>"u8];
        Assert.That(Verdicts.Refused(LetterRefusalCode.Polyglot, both, name).MessageEn, Does.Contain("HTML"));
    }

    [Test]
    public void ZipWhoseCommentEndsAsPdf_IsRefusedAsPolyglot()
    {
        var pdf = TinyPdf.Letter().Stream(5, "", Zip("evil.exe").AsSpan(..^22));
        pdf.Raw("% PK\u0005\u0006" + new string('\0', 16) + "\u00FF\u00FF");
        var comment = pdf.Length;
        pdf.Raw("\n").Table();
        var bytes = pdf.ToBytes();
        BitConverter.TryWriteBytes(bytes.AsSpan((int)comment - 2), (ushort)(bytes.Length - comment));
        Verdicts.Refused(LetterRefusalCode.Polyglot, bytes, "a.pdf");
    }

    [Test]
    public void T60_Exactly20MiB_IsAcceptedAndOneByteMoreIsRefused()
    {
        const int limit = 20 * 1024 * 1024;
        var spare = limit - PdfOf(limit).Length;
        var full = PdfOf(limit + spare);
        Assert.That(full, Has.Length.EqualTo(limit));
        Assert.That(Verdicts.Accepted(full, "a.pdf").Size, Is.EqualTo(limit));
        Verdicts.Refused(LetterRefusalCode.TooLarge, [.. full, (byte)'\n'], "a.pdf");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void T60_StreamLargerThanTheLimit_IsNotReadBeyondIt(bool canSeek)
    {
        using var content = new MeteredStream(new MemoryStream(new byte[5000]), canSeek);
        var verdict = LetterFile.Inspect(content, "a.pdf", new LetterLimits { MaxBytes = 1000 });
        Assert.That(((LetterVerdict.Refused)verdict).Code, Is.EqualTo(LetterRefusalCode.TooLarge));
        Assert.That(content.BytesRead, Is.EqualTo(canSeek ? 0 : 1001));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Stream_GivesTheSameVerdictAsItsBytes(bool canSeek)
    {
        var png = TinyPng.Picture();
        using var content = new MeteredStream(new MemoryStream(png), canSeek);
        Assert.That(
            LetterFile.Inspect(content, "a.png", LetterLimits.Default), Is.EqualTo(Verdicts.Accepted(png, "a.png")));
    }

    static byte[] Valid(string name) => Path.GetExtension(name) switch
    {
        ".pdf" => TinyPdf.Letter().Table().ToBytes(),
        ".png" => TinyPng.Picture(),
        _ => TinyJpeg.Picture(),
    };

    static byte[] PdfOf(int scanBytes)
    {
        var scan = new byte[scanBytes];
        new Random(7).NextBytes(scan);
        return TinyPdf.Letter().Stream(5, "", scan, $"{scanBytes:D8}").Table().ToBytes();
    }

    static byte[] Zip(string entry)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry(entry);
        return bytes.ToArray();
    }
}
