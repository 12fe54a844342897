using System.Buffers.Binary;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>The IHDR chunk of a PNG: dimensions in pixels and how many bytes the pixels take when unpacked.</summary>
sealed record PngHeader(int Width, int Height, bool NeedsPalette, long PixelBytes)
{
    public const string ChunkType = "IHDR";

    // Start and step in x and y of the seven passes of an interlaced picture (PNG specification, 8.2).
    static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static PngHeader Read(ReadOnlySpan<byte> data, LetterLimits limits)
    {
        if (data.Length != 13)
            throw LetterUnfitException.Damaged("malformed IHDR");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        byte depth = data[8], colour = data[9], interlace = data[12];
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || data[10] != 0 || data[11] != 0 || interlace > 1)
            throw LetterUnfitException.Damaged("malformed IHDR");
        if ((long)width * height > limits.MaxPixels)
            throw new LetterUnfitException(LetterRefusals.TooManyPixels(width, height));

        var bits = depth * Channels(depth, colour);
        var bytes = interlace == 0 ? Rows(width, height, bits) : Passes.Sum(pass =>
            Rows((width - pass.X + pass.StepX - 1) / pass.StepX, (height - pass.Y + pass.StepY - 1) / pass.StepY, bits));
        if (bytes > limits.MaxPixelBytes)
            throw new LetterUnfitException(LetterRefusals.TooManyPixels(width, height));
        return new((int)width, (int)height, colour == 3, bytes);
    }

    static int Channels(byte depth, byte colour) => (colour, depth) switch
    {
        (0, 1 or 2 or 4 or 8 or 16) => 1,
        (3, 1 or 2 or 4 or 8) => 1,
        (2, 8 or 16) => 3,
        (4, 8 or 16) => 2,
        (6, 8 or 16) => 4,
        _ => throw LetterUnfitException.Damaged($"colour type {colour} with {depth} bits does not exist"),
    };

    // Each row is whole bytes and begins with a filter byte; a pass without columns has no rows at all.
    static long Rows(long width, long height, int bits) =>
        width <= 0 || height <= 0 ? 0 : height * (1 + (width * bits + 7) / 8);
}
