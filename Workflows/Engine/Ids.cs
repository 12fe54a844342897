using System.Security.Cryptography;

namespace WorkflowHost.Engine;

/// <summary>
/// Ids of 22 characters that sort by the time they were made, in one process even within a millisecond, so that new rows
/// land beside each other in an index and lists keep the order of what happened. They are not secrets: links carry tokens of
/// their own.
/// </summary>
public static class Ids
{
    // In the order of their character codes, so that the text sorts as the number does.
    const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    // From the top: 48 bits of milliseconds, 32 of the counter, 48 of chance.
    const int RandomBits = 48;
    const int MillisecondShift = 80;

    static readonly AsyncLocal<IdSequence?> Own = new();

    // It never starts anew, so that clocks which take turns in one process, as those of tests do, keep their order too.
    static uint counter = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

    public static string New(DateTimeOffset now)
    {
        var millisecond = (UInt128)now.ToUnixTimeMilliseconds();
        var number = Own.Value?.Next(millisecond << MillisecondShift)
            ?? ((millisecond << MillisecondShift) | ((UInt128)Interlocked.Increment(ref counter) << RandomBits) | Random());
        return string.Create(22, number, static (text, number) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                (number, var digit) = UInt128.DivRem(number, 62);
                text[i] = Digits[(int)digit];
            }
        });
    }

    /// <summary>
    /// From here on, the ids of all that is awaited or started from here come from this sequence; the rest of the process
    /// keeps its own.
    /// </summary>
    public static void TakeFrom(IdSequence sequence) => Own.Value = sequence;

    static ulong Random()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return BitConverter.ToUInt64(random) >> (64 - RandomBits);
    }
}
