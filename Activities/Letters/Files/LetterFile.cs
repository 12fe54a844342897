using System.Security.Cryptography;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>
/// Decides by content whether an uploaded scan of a signed letter may be taken in: PDF, JPG or PNG, whole, of a sane
/// size and without anything that runs (A-07, T58, T59, T60). Bad files give a verdict, never an exception.
/// </summary>
public static class LetterFile
{
    /// <summary>Reads the stream from where it stands to its end, once, holding at most one copy in memory.</summary>
    public static LetterVerdict Inspect(Stream content, string fileName, LetterLimits limits)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        if (content.CanSeek && content.Length - content.Position > limits.MaxBytes)
            return LetterRefusals.TooLarge(limits.MaxBytes);

        var capacity = content.CanSeek ? content.Length - content.Position + 1 : limits.MaxBytes + 1L;
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(capacity, 1, limits.MaxBytes + 1L));
        var size = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Inspect(buffer.AsMemory(0, size), fileName, limits);
    }

    /// <inheritdoc cref="Inspect(Stream, string, LetterLimits)"/>
    public static LetterVerdict Inspect(byte[] content, string fileName, LetterLimits limits) =>
        Inspect((ReadOnlyMemory<byte>)content, fileName, limits);

    static LetterVerdict Inspect(ReadOnlyMemory<byte> content, string fileName, LetterLimits limits)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(limits);
        if (content.Length == 0)
            return LetterRefusals.Empty();
        if (content.Length > limits.MaxBytes)
            return LetterRefusals.TooLarge(limits.MaxBytes);

        try
        {
            return InspectByKind(content, fileName, limits);
        }
        catch (LetterUnfitException unfit)
        {
            return unfit.Refusal;
        }
    }

    static LetterVerdict InspectByKind(ReadOnlyMemory<byte> content, string fileName, LetterLimits limits)
    {
        var bytes = content.Span;
        if (FileSignature.IsPdf(bytes))
            return InspectPdf(content, fileName, limits);
        if (FileSignature.IsPng(bytes))
            return InspectPng(content, fileName, limits);
        if (FileSignature.IsJpeg(bytes))
            return InspectJpeg(content, fileName, limits);
        return RefuseOther(bytes);
    }

    static LetterVerdict.Accepted InspectPdf(ReadOnlyMemory<byte> content, string fileName, LetterLimits limits)
    {
        RequireName(fileName, "PDF", ".pdf");
        RequireNoZipAtEnd(content.Span);
        var pages = PdfInspection.CountPagesOfSafe(content, limits);
        return new("application/pdf", pages, null, null, Hash(content), content.Length);
    }

    static LetterVerdict.Accepted InspectPng(ReadOnlyMemory<byte> content, string fileName, LetterLimits limits)
    {
        RequireName(fileName, "PNG", ".png");
        RequireNoZipAtEnd(content.Span);
        var (width, height) = PngInspection.Measure(content, limits);
        return new("image/png", 1, width, height, Hash(content), content.Length);
    }

    static LetterVerdict.Accepted InspectJpeg(ReadOnlyMemory<byte> content, string fileName, LetterLimits limits)
    {
        RequireName(fileName, "JPG", ".jpg", ".jpeg");
        RequireNoZipAtEnd(content.Span);
        var (width, height) = JpegInspection.Measure(content.Span, limits);
        return new("image/jpeg", 1, width, height, Hash(content), content.Length);
    }

    static LetterVerdict.Refused RefuseOther(ReadOnlySpan<byte> bytes)
    {
        var (th, en) = FileSignature.Describe(bytes);
        // Viewers look for the PDF header in the first kilobyte, browsers at byte 0: each would show another file.
        if (bytes[..Math.Min(bytes.Length, 1024 + 5)].IndexOf("%PDF-"u8) >= 0)
            return LetterRefusals.Polyglot($"PDF ที่มีข้อมูลอื่นนำหน้า: {th}", $"a PDF after other data: {en}");
        return LetterRefusals.UnknownType(th, en);
    }

    static void RequireName(string fileName, string kind, params ReadOnlySpan<string> extensions)
    {
        var dot = fileName.LastIndexOf('.');
        var found = dot < 0 ? "" : fileName[dot..].TrimEnd();
        foreach (var extension in extensions)
            if (found.Equals(extension, StringComparison.OrdinalIgnoreCase))
                return;
        throw new LetterUnfitException(LetterRefusals.NameMismatch(Printable(found), kind, extensions[0]));
    }

    // The name comes from outside: no control characters and no essays in our message.
    static string Printable(string extension)
    {
        var letters = string.Concat(extension.Skip(1).Where(char.IsAsciiLetterOrDigit).Take(10));
        return letters.Length == 0 ? "" : "." + letters;
    }

    static void RequireNoZipAtEnd(ReadOnlySpan<byte> bytes)
    {
        if (FileSignature.EndsAsZip(bytes))
            throw new LetterUnfitException(LetterRefusals.Polyglot("มีไฟล์ ZIP ต่อท้าย", "a ZIP archive ends the file"));
    }

    static string Hash(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));
}
