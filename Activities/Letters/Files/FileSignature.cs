using System.Buffers.Binary;
using System.Text;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Tells kinds of files apart by their first bytes, and finds a ZIP archive by its last ones.</summary>
static class FileSignature
{
    const int ZipEndRecord = 22;

    public static bool IsPdf(ReadOnlySpan<byte> bytes) => bytes.StartsWith("%PDF-"u8);

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(PngInspection.Signature);

    public static bool IsJpeg(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>What the content looks like, in words for people; never fails.</summary>
    public static (string Th, string En) Describe(ReadOnlySpan<byte> bytes) =>
        Known(bytes) ?? (IsText(bytes)
            ? ("ดูเหมือนข้อความธรรมดา", "it looks like plain text")
            : ("ไม่รู้จักชนิดไฟล์", "its kind is not known"));

    /// <summary>A kind of file that is not a letter but well known, or null.</summary>
    public static (string Th, string En)? Known(ReadOnlySpan<byte> bytes)
    {
        if (IsPdf(bytes))
            return Looks("PDF");
        if (IsPng(bytes))
            return Looks("PNG");
        if (IsJpeg(bytes))
            return Looks("JPG");
        return KnownBinary(bytes) ?? KnownMarkup(bytes);
    }

    /// <summary>True when a ZIP end record reaches exactly the last byte: an unzip tool would open the file.</summary>
    public static bool EndsAsZip(ReadOnlySpan<byte> bytes)
    {
        var tail = bytes[Math.Max(0, bytes.Length - ZipEndRecord - ushort.MaxValue)..];
        for (var at = tail.LastIndexOf("PK\u0005\u0006"u8); at >= 0; at = tail[..at].LastIndexOf("PK\u0005\u0006"u8))
            if (at + ZipEndRecord <= tail.Length &&
                at + ZipEndRecord + BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) == tail.Length)
                return true;
        return false;
    }

    static (string Th, string En)? KnownBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return LooksLikeZip(bytes[..Math.Min(bytes.Length, 4096)]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return Looks("Office 97-2003 (doc, xls, ppt)");
        if (bytes.StartsWith("{\\rtf"u8))
            return Looks("RTF");
        if (bytes.StartsWith("GIF8"u8))
            return Looks("GIF");
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))
            return Looks("TIFF");
        if (bytes.StartsWith("RIFF"u8) && bytes.Length > 11 && bytes[8..].StartsWith("WEBP"u8))
            return Looks("WebP");
        if (bytes.Length > 11 && bytes[4..].StartsWith("ftyp"u8))
            return bytes[8] is (byte)'h' or (byte)'m' ? Looks("HEIC / MP4") : Looks("MP4");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F']) || bytes.StartsWith("MZ"u8))
            return ("ดูเหมือนโปรแกรม", "it looks like a program");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || bytes.StartsWith("7z"u8) ||
            bytes.StartsWith("Rar!"u8))
            return ("ดูเหมือนไฟล์บีบอัด", "it looks like a compressed archive");
        return bytes.StartsWith("BM"u8) ? Looks("BMP") : null;
    }

    static (string Th, string En) LooksLikeZip(ReadOnlySpan<byte> start)
    {
        if (start.IndexOf("word/"u8) >= 0)
            return Looks("Word (docx)");
        if (start.IndexOf("xl/"u8) >= 0)
            return Looks("Excel (xlsx)");
        if (start.IndexOf("ppt/"u8) >= 0)
            return Looks("PowerPoint (pptx)");
        if (start.IndexOf("opendocument"u8) >= 0)
            return Looks("OpenDocument (odt, ods)");
        return start.IndexOf("[Content_Types].xml"u8) >= 0 ? Looks("Office (docx, xlsx, pptx)") : Looks("ZIP");
    }

    static (string Th, string En)? KnownMarkup(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 512)]).TrimStart('\u00EF', '\u00BB', '\u00BF')
            .TrimStart();
        if (!text.StartsWith('<'))
            return null;
        foreach (var tag in (ReadOnlySpan<string>)["<!doctype html", "<html", "<head", "<body", "<script", "<!--"])
            if (text.StartsWith(tag, StringComparison.OrdinalIgnoreCase))
                return Looks("HTML");
        if (text.Contains("<html", StringComparison.OrdinalIgnoreCase))
            return Looks("HTML");
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return Looks("SVG");
        return text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) ? Looks("XML") : null;
    }

    static bool IsText(ReadOnlySpan<byte> bytes) =>
        bytes[..Math.Min(bytes.Length, 4096)].IndexOfAnyInRange((byte)0, (byte)8) < 0;

    static (string Th, string En) Looks(string kind) => ($"ดูเหมือน {kind}", $"it looks like {kind}");
}
