namespace WorkflowHost.Engine;

/// <summary>
/// Ids of 22 characters that sort by the time they were made, so that new rows land beside each other in an index.
/// They are not secrets: links carry tokens of their own.
/// </summary>
public static class Ids
{
    // In the order of their character codes, so that the text sorts as the number does.
    const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New(DateTimeOffset now) => string.Create(22, now, static (text, now) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            (number, var digit) = UInt128.DivRem(number, 62);
            text[i] = Digits[(int)digit];
        }
    });
}
