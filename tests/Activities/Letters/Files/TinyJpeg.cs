namespace WorkflowHost.Tests.Activities.Letters.Files;

/// <summary>Writes the skeleton of a JPEG for tests: the markers are right, the picture data is made up.</summary>
static class TinyJpeg
{
    public static byte[] Picture(ushort width = 16, ushort height = 8, byte frame = 0xC0, byte[]? scan = null) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0"u8), .. Segment(0xDB, new byte[65]),
        .. Segment(frame, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), .. scan ?? [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56], 0xFF, 0xD9,
    ];

    public static byte[] Segment(byte marker, ReadOnlySpan<byte> data) =>
        [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
}
