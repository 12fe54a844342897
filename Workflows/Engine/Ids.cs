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
    const int CounterBits = 16;

    static readonly AsyncLocal<IdSequence?> Own = new();
    static long last;

    public static string New(DateTimeOffset now)
    {
        var millisecond = now.ToUnixTimeMilliseconds();
        var (tick, random) = Own.Value?.Next(millisecond << CounterBits) ?? (NextTick(millisecond), Random());
        return string.Create(22, new UInt128((ulong)tick, random), static (text, number) =>
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
        return BitConverter.ToUInt64(random);
    }

    // The millisecond with a counter below it; the counter starts anew when the millisecond changes.
    static long NextTick(long millisecond)
    {
        while (true)
        {
            var before = Interlocked.Read(ref last);
            var next = before >> CounterBits == millisecond ? before + 1 : millisecond << CounterBits;
            if (Interlocked.CompareExchange(ref last, next, before) == before)
                return next;
        }
    }
}
