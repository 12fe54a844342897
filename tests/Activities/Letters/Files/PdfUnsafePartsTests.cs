using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

public class PdfUnsafePartsTests
{
    [TestCase("<< /S /JavaScript /JS (app.alert) >>", "javascript")]
    [TestCase("<< /#53 /J#61vaScript >>", "javascript")]
    [TestCase("<< /S /Rendition /J#53 (x) >>", "javascript")]
    [TestCase("<< /S 4 0 R /A << /B [ << /S /Launch /F (cmd.exe) >> ] >> >>", "launch")]
    [TestCase("<< /S /SubmitForm /F (https://example.org) >>", "submit-form")]
    [TestCase("<< /S /ImportData >>", "import-data")]
    [TestCase("<< /S /GoToR /F (other.pdf) >>", "go-to-file")]
    [TestCase("<< /S /GoToE >>", "go-to-file")]
    [TestCase("<< /AA << /O 4 0 R >> >>", "additional-actions")]
    [TestCase("<< /Type /Annot /Subtype /RichMedia >>", "rich-media")]
    [TestCase("<< /Type /Annot /Subtype /FileAttachment >>", "embedded-file")]
    [TestCase("<< /Type /Filespec /EF << /F 4 0 R >> >>", "embedded-file")]
    [TestCase("<< /XFA [(template) 4 0 R] >>", "xfa")]
    [TestCase("<< /FT /Tx /T (name) >>", "form-field")]
    [TestCase("<< /S /URI /URI (javascript:alert) >>", "link")]
    [TestCase("<< /S /URI /URI <66696c653a2f2f> >>", "link")]
    public void T58_UnsafePart_IsListedByKindAndObject(string body, string kind)
    {
        var refused = Verdicts.Refused(
            LetterRefusalCode.ActiveContent, TinyPdf.Letter("", "null", "null", body).Table().ToBytes(), "a.pdf");
        var part = refused.Details.Single(detail => detail.Kind == kind);
        Assert.That(part.ObjectNumber, Is.EqualTo(7));
        Assert.That(part.TextTh, Does.Contain("7"));
        Assert.That(part.TextEn, Does.Contain("object 7"));
    }

    [TestCase("/OpenAction [3 0 R /Fit]")]
    [TestCase("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")]
    [TestCase("/AcroForm << /Fields [<< /FT /Sig >>] /SigFlags 3 >>")]
    [TestCase("/X << /S /URI /URI (https://example.org/js?S=/JavaScript) >>")]
    [TestCase("/X << /S /URI /URI (mailto:office@example.org) >>")]
    [TestCase("/URI << /Base (https://example.org) >>")]
    [TestCase("/X (/JavaScript /JS \\( \\051 \\\n) /Y <2F 4A 5>")]
    public void PassivePart_IsAccepted(string catalog) => Verdicts.Accepted(TinyPdf.Letter(catalog).Table().ToBytes(), "a.pdf");

    [Test]
    public void T58_ScriptOnOpening_IsFound() => RequireScript(
        TinyPdf.Letter("/OpenAction 5 0 R", "<< /S /JavaScript /JS (x) >>").Table(), "open-action", 1);

    [Test]
    public void T58_ScriptInTheNamesTree_IsFound() => RequireScript(
        TinyPdf.Letter("/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", "<< /S /JavaScript /JS (x) >>").Table(),
        "javascript",
        1);

    [Test]
    public void T58_ScriptNamedThroughAReference_IsFound() => RequireScript(
        TinyPdf.Letter("/X << /S 5 0 R >>", "/JavaScript").Table(), "javascript", 1);

    [TestCase(true)]
    [TestCase(false)]
    public void T58_ScriptInAnObjectStream_IsFound(bool isReferenced)
    {
        var pdf = TinyPdf.Letter().Packed(6, (5, "null"), (7, "<< /S /JavaScript /JS (x) >>"));
        RequireScript(isReferenced ? pdf.Section() : pdf.Table(), "javascript", 7);
    }

    [Test]
    public void T58_ScriptAddedByAnUpdate_IsFound()
    {
        var pdf = TinyPdf.Letter().Table().Object(1, "<< /Type /Catalog /Pages 2 0 R /OpenAction << /JS (x) >> >>");
        RequireScript(pdf.Table(), "javascript", 1);
    }

    [Test]
    public void T58_ScriptRemovedByAnUpdate_IsStillFound()
    {
        var pdf = TinyPdf.Letter("/OpenAction << /JS (x) >>").Table().Object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        RequireScript(pdf.Table(), "javascript", 1);
    }

    [Test]
    public void T58_ScriptNobodyRefersTo_IsFound()
    {
        var pdf = TinyPdf.Letter().Raw("77 0 obj << /S /JavaScript >> endobj\n");
        RequireScript(pdf.Table(), "javascript", 77);
    }

    [Test]
    public void T58_ScriptInsideAStreamThatTheTableNames_IsFound()
    {
        var hidden = "8 0 obj << /S /JavaScript >> endobj"u8;
        Verdicts.Accepted(TinyPdf.Letter().Stream(5, "", hidden).Table().ToBytes(), "a.pdf");
        var pdf = TinyPdf.Letter().Stream(5, "", hidden);
        var place = pdf.ToBytes().AsSpan().IndexOf(hidden);
        RequireScript(pdf.Named(8, place).Table(), "javascript", 8);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void T58_ScriptOnlyTheHiddenHalfOfAHybridFileNames_IsFound(bool isOneStepFurther)
    {
        var hidden = "8 0 obj << /S /JavaScript >> endobj"u8;
        var pdf = TinyPdf.Letter().Stream(5, "", hidden);
        var table = pdf.Length;
        pdf.Table();
        var beside = pdf.Length;
        pdf.Named(8, pdf.ToBytes().AsSpan().IndexOf(hidden)).Section(prev: table);
        if (isOneStepFurther)
        {
            var older = beside;
            beside = pdf.Length;
            pdf.Section(prev: older);
        }

        RequireScript(pdf.Table($"/XRefStm {beside}", prev: table), "javascript", 8);
    }

    [Test]
    public void T58_SeveralParts_AreAllListed()
    {
        var pdf = TinyPdf.Letter(
            "/OpenAction 5 0 R /Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
            "<< /S /Launch >>",
            "<< /EF << /F 7 0 R >> >>").Stream(7, "/Type /EmbeddedFile", "x"u8);
        var refused = Verdicts.Refused(LetterRefusalCode.ActiveContent, pdf.Table().ToBytes(), "a.pdf");
        Assert.That(refused.Details.Select(part => (part.ObjectNumber, part.Kind)), Is.EqualTo(new (int?, string)[]
        {
            (1, "embedded-file"), (1, "open-action"), (5, "launch"), (6, "embedded-file"), (7, "embedded-file"),
        }));
    }

    static void RequireScript(TinyPdf pdf, string kind, int number)
    {
        var refused = Verdicts.Refused(LetterRefusalCode.ActiveContent, pdf.ToBytes(), "a.pdf");
        Assert.That(refused.Details.Select(part => (part.Kind, part.ObjectNumber)), Does.Contain((kind, (int?)number)));
    }
}
