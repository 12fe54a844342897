using System.Buffers.Binary;
using System.IO.Compression;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Walks the chunks of a PNG with their check sums and unpacks the pixels into nothing, counting them.</summary>
static class PngInspection
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Width and height in pixels of a whole picture; throws <see cref="LetterUnfitException"/>.</summary>
    public static (int Width, int Height) Measure(ReadOnlyMemory<byte> content, LetterLimits limits)
    {
        var bytes = content.Span;
        var position = Signature.Length;
        var first = ReadChunk(bytes, ref position);
        if (first.Type != PngHeader.ChunkType)
            throw LetterUnfitException.Damaged("the first chunk is not IHDR");
        var header = PngHeader.Read(bytes[first.Data], limits);
        var pixels = FindPixels(bytes, ref position, header);
        if (position != bytes.Length)
            throw DataAfter(bytes[position..]);
        RequirePixels(new ByteRanges(content, pixels), header.PixelBytes);
        return (header.Width, header.Height);
    }

    static List<Range> FindPixels(ReadOnlySpan<byte> bytes, ref int position, PngHeader header)
    {
        var pixels = new List<Range>();
        var hasPalette = false;
        var previous = PngHeader.ChunkType;
        while (true)
        {
            var (type, data) = ReadChunk(bytes, ref position);
            if (type == "IEND")
                break;
            if (type == "IDAT" && pixels.Count > 0 && previous != "IDAT")
                throw LetterUnfitException.Damaged("pixel chunks are not together");
            if (type == "IDAT")
                pixels.Add(data);
            else if (type == "PLTE")
                hasPalette = true;
            else if (char.IsAsciiLetterUpper(type[0]))
                throw LetterUnfitException.Damaged($"unknown critical chunk {type}");
            previous = type;
        }

        if (header.NeedsPalette && !hasPalette)
            throw LetterUnfitException.Damaged("the palette is missing");
        return pixels.Count > 0 ? pixels : throw LetterUnfitException.Damaged("no pixel data");
    }

    static (string Type, Range Data) ReadChunk(ReadOnlySpan<byte> bytes, ref int position)
    {
        if (bytes.Length - position < 12)
            throw LetterUnfitException.Truncated("no IEND chunk");
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
        if (length > int.MaxValue)
            throw LetterUnfitException.Damaged($"chunk of {length} bytes at byte {position}");
        if (length > bytes.Length - position - 12)
            throw LetterUnfitException.Truncated("a chunk is cut off");
        var typed = bytes.Slice(position + 4, 4 + (int)length);
        foreach (var letter in typed[..4])
            if (!char.IsAsciiLetter((char)letter))
                throw LetterUnfitException.Damaged($"no chunk type at byte {position + 4}");
        var start = position + 8;
        position = start + (int)length + 4;
        if (Crc32.Of(typed) != BinaryPrimitives.ReadUInt32BigEndian(bytes[(position - 4)..]))
            throw LetterUnfitException.Damaged($"wrong check sum of the chunk at byte {start - 8}");
        return (System.Text.Encoding.ASCII.GetString(typed[..4]), start..(position - 4));
    }

    static void RequirePixels(ByteRanges packed, long expected)
    {
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        long total = 0;
        try
        {
            for (int read; total <= expected && (read = unpacked.Read(buffer)) > 0;)
                total += read;
        }
        catch (InvalidDataException broken)
        {
            throw LetterUnfitException.Damaged($"the pixels do not unpack: {broken.Message}");
        }

        if (total != expected)
            throw LetterUnfitException.Damaged($"the pixels unpack to {total} bytes or more instead of {expected}");
    }

    static LetterUnfitException DataAfter(ReadOnlySpan<byte> rest)
    {
        var (th, en) = FileSignature.Describe(rest);
        return new LetterUnfitException(LetterRefusals.Polyglot(
            $"มีข้อมูลต่อท้ายภาพ {rest.Length} ไบต์: {th}", $"{rest.Length} bytes after the picture: {en}"));
    }
}
