using System.Buffers.Binary;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Walks the markers of a JPEG from start to end of image without decoding it.</summary>
static class JpegInspection
{
    const byte EndOfImage = 0xD9, StartOfImage = 0xD8, StartOfScan = 0xDA;

    /// <summary>Width and height in pixels of a whole picture; throws <see cref="LetterUnfitException"/>.</summary>
    public static (int Width, int Height) Measure(ReadOnlySpan<byte> bytes, LetterLimits limits)
    {
        (int Width, int Height)? frame = null;
        var scans = 0;
        var position = 2;
        while (true)
        {
            var marker = ReadMarker(bytes, ref position);
            if (marker == EndOfImage)
                break;
            if (marker == StartOfImage)
                throw LetterUnfitException.Damaged($"second start of image at byte {position - 2}");
            if (IsWithoutLength(marker))
                continue;
            var segment = ReadSegment(bytes, ref position);
            if (IsStartOfFrame(marker))
                frame = frame is null ? ReadFrame(marker, segment, limits) : throw LetterUnfitException.Damaged("second frame");
            if (marker != StartOfScan)
                continue;
            if (frame is null)
                throw LetterUnfitException.Damaged("scan before the frame header");
            scans++;
            position = EndOfScanData(bytes, position);
        }

        RequireNothingAfter(bytes[position..]);
        return scans > 0 && frame is { } size ? size : throw LetterUnfitException.Damaged("no picture data");
    }

    static byte ReadMarker(ReadOnlySpan<byte> bytes, ref int position)
    {
        if (position < bytes.Length && bytes[position] != 0xFF)
            throw LetterUnfitException.Damaged($"no marker at byte {position}");
        var rest = bytes[position..];
        var fill = rest.IndexOfAnyExcept((byte)0xFF);
        if (fill < 0)
            throw LetterUnfitException.Truncated("no end of image");
        position += fill + 1;
        return rest[fill] == 0 ? throw LetterUnfitException.Damaged($"no marker at byte {position - 1}") : rest[fill];
    }

    static bool IsWithoutLength(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD7);

    static ReadOnlySpan<byte> ReadSegment(ReadOnlySpan<byte> bytes, ref int position)
    {
        if (position + 2 > bytes.Length)
            throw LetterUnfitException.Truncated("a segment is cut off");
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
        if (length < 2)
            throw LetterUnfitException.Damaged($"segment of {length} bytes at byte {position}");
        if (position + length > bytes.Length)
            throw LetterUnfitException.Truncated("a segment is cut off");
        var segment = bytes.Slice(position + 2, length - 2);
        position += length;
        return segment;
    }

    // C4, C8 and CC are tables and an extension, not frames.
    static bool IsStartOfFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    static (int Width, int Height) ReadFrame(byte marker, ReadOnlySpan<byte> segment, LetterLimits limits)
    {
        if (marker is not (0xC0 or 0xC1 or 0xC2))
            throw LetterUnfitException.Unsupported($"JPEG of kind {marker:X2}, which browsers do not show");
        if (segment.Length < 6 || segment[5] is not (1 or 3 or 4) || segment.Length != 6 + 3 * segment[5])
            throw LetterUnfitException.Damaged("malformed frame header");
        var height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        if (width == 0 || height == 0)
            throw LetterUnfitException.Damaged("picture without width or height");
        if ((long)width * height > limits.MaxPixels)
            throw new LetterUnfitException(LetterRefusals.TooManyPixels(width, height));
        return (width, height);
    }

    // Inside a scan FF is followed by 00 (a plain FF), a restart marker, or another FF as fill.
    static int EndOfScanData(ReadOnlySpan<byte> bytes, int position)
    {
        while (true)
        {
            var found = bytes[position..].IndexOf((byte)0xFF);
            if (found < 0 || position + found + 1 >= bytes.Length)
                throw LetterUnfitException.Truncated("no end of image");
            position += found;
            var next = bytes[position + 1];
            if (next is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return position;
            position += next == 0xFF ? 1 : 2;
        }
    }

    static void RequireNothingAfter(ReadOnlySpan<byte> rest)
    {
        if (rest.IndexOfAnyExcept((byte)0) < 0)
            return;
        var (th, en) = FileSignature.Describe(rest);
        throw new LetterUnfitException(LetterRefusals.Polyglot(
            $"มีข้อมูลต่อท้ายภาพ {rest.Length} ไบต์: {th}", $"{rest.Length} bytes after the picture: {en}"));
    }
}
