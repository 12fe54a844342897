namespace WorkflowHost.Activities.Letters.Files;

/// <summary>The check sum of PNG chunks (ISO 3309), eight bytes at a time so that 20 MiB take milliseconds.</summary>
static class Crc32
{
    static readonly uint[] Table = BuildTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var t = Table;
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc ^= (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24);
            crc = t[7 * 256 + (byte)crc] ^ t[6 * 256 + (byte)(crc >> 8)] ^ t[5 * 256 + (byte)(crc >> 16)] ^
                t[4 * 256 + (crc >> 24)] ^ t[3 * 256 + bytes[4]] ^ t[2 * 256 + bytes[5]] ^ t[256 + bytes[6]] ^ t[bytes[7]];
        }

        foreach (var value in bytes)
            crc = t[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc;
    }

    static uint[] BuildTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
            table[i] = crc;
        }

        for (var i = 256; i < table.Length; i++)
            table[i] = table[(byte)table[i - 256]] ^ table[i - 256] >> 8;
        return table;
    }
}
