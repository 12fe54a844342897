using System.Buffers.Binary;
using System.Text;

namespace WorkflowHost.Tests.Activities.Letters.Files;

/// <summary>Writes small PNG files for tests, chunk by chunk.</summary>
static class TinyPng
{
    public static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>A grey picture of eight bits.</summary>
    public static byte[] Picture(int width = 5, int height = 3, byte interlace = 0, int? pixelBytes = null) =>
    [
        .. Signature, .. Chunk("IHDR", Header(width, height, 8, 0, interlace)), .. Chunk("tEXt", "Title\0Letter"u8),
        .. Chunk("IDAT", TinyPdf.Flate(new byte[pixelBytes ?? height * (width + 1)])), .. Chunk("IEND", []),
    ];

    public static byte[] Header(int width, int height, byte depth, byte colour, byte interlace)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = (depth, colour, interlace);
        return data;
    }

    public static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    // Bit by bit, so that a mistake in the table of the inspection cannot repeat itself here.
    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }

        return ~crc;
    }
}
