using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

public class PictureTests
{
    [TestCase((byte)0)]
    [TestCase((byte)1)]
    public void Png_IsAcceptedWithItsPixels(byte interlace)
    {
        // Interlaced 5 x 3: passes of 1x1, 1x1, 2x1 rows and so on, 15 pixels and 6 filter bytes.
        var accepted = Verdicts.Accepted(TinyPng.Picture(5, 3, interlace, interlace == 1 ? 15 + 7 : null), "a.png");
        Assert.That((accepted.MediaType, accepted.Pages), Is.EqualTo(("image/png", 1)));
        Assert.That((accepted.PixelWidth, accepted.PixelHeight), Is.EqualTo((5, 3)));
    }

    [Test]
    public void Png_WithWrongCheckSum_IsDamaged()
    {
        var png = TinyPng.Picture();
        png[40] ^= 1;
        Verdicts.Refused(LetterRefusalCode.Damaged, png, "a.png");
    }

    [Test]
    public void Png_CutAnywhere_IsTruncated()
    {
        var png = TinyPng.Picture();
        for (var length = 8; length < png.Length; length++)
            Verdicts.Refused(LetterRefusalCode.Truncated, png[..length], "a.png");
    }

    [TestCase(17)]
    [TestCase(19)]
    public void Png_WithPixelsMissingOrLeftOver_IsDamaged(int pixelBytes) =>
        Verdicts.Refused(LetterRefusalCode.Damaged, TinyPng.Picture(pixelBytes: pixelBytes), "a.png");

    [Test]
    public void Png_LargerThan100MillionPixels_IsRefusedWithoutUnpacking()
    {
        var refused = Verdicts.Refused(LetterRefusalCode.TooManyPixels, TinyPng.Picture(100_000, 1001, 0, 10), "a.png");
        Assert.That(refused.MessageEn, Does.Contain("100000 × 1001"));
    }

    [Test]
    public void Png_UnpackingToMoreThanItSays_IsGivenUpEarly() =>
        Verdicts.Refused(LetterRefusalCode.Damaged, TinyPng.Picture(5, 3, 0, 50_000_000), "a.png");

    [Test]
    public void Png_WithoutPaletteOrPixelsOrHeader_IsDamaged()
    {
        byte[] header = TinyPng.Chunk("IHDR", TinyPng.Header(1, 1, 8, 3, 0));
        byte[] pixels = TinyPng.Chunk("IDAT", TinyPdf.Flate([0, 0]));
        byte[] end = TinyPng.Chunk("IEND", []);
        Verdicts.Refused(LetterRefusalCode.Damaged, [.. TinyPng.Signature, .. header, .. pixels, .. end], "a.png");
        Verdicts.Refused(LetterRefusalCode.Damaged, [.. TinyPng.Signature, .. header, .. end], "a.png");
        Verdicts.Refused(LetterRefusalCode.Damaged, [.. TinyPng.Signature, .. pixels, .. end], "a.png");
        byte[] palette = TinyPng.Chunk("PLTE", [0, 0, 0]);
        Verdicts.Accepted([.. TinyPng.Signature, .. header, .. palette, .. pixels, .. end], "a.png");
    }

    [TestCase((byte)0xC0)]
    [TestCase((byte)0xC2)]
    public void Jpeg_IsAcceptedWithItsPixels(byte frame)
    {
        byte[] jpeg = [.. TinyJpeg.Picture(16, 8, frame), 0, 0, 0];
        var accepted = Verdicts.Accepted(jpeg, "a.JPEG");
        Assert.That((accepted.MediaType, accepted.Pages), Is.EqualTo(("image/jpeg", 1)));
        Assert.That((accepted.PixelWidth, accepted.PixelHeight), Is.EqualTo((16, 8)));
    }

    [Test]
    public void Jpeg_CutAnywhere_IsTruncated()
    {
        var jpeg = TinyJpeg.Picture();
        for (var length = 3; length < jpeg.Length; length++)
            Verdicts.Refused(LetterRefusalCode.Truncated, jpeg[..length], "a.jpg");
    }

    [Test]
    public void Jpeg_WithoutPictureData_IsDamaged() => Verdicts.Refused(
        LetterRefusalCode.Damaged, [0xFF, 0xD8, .. TinyJpeg.Segment(0xFE, "comment"u8), 0xFF, 0xD9], "a.jpg");

    [Test]
    public void Jpeg_WithoutWidth_IsDamaged() =>
        Verdicts.Refused(LetterRefusalCode.Damaged, TinyJpeg.Picture(width: 0), "a.jpg");

    [Test]
    public void Jpeg_OfAKindBrowsersDoNotShow_IsUnsupported() =>
        Verdicts.Refused(LetterRefusalCode.Unsupported, TinyJpeg.Picture(frame: 0xC3), "a.jpg");

    [Test]
    public void Jpeg_WithTooManyPixels_IsRefused() =>
        Verdicts.Refused(LetterRefusalCode.TooManyPixels, TinyJpeg.Picture(65_000, 65_000), "a.jpg");
}
