namespace WorkflowHost.Engine;

/// <summary>
/// Ids of one closed world, such as a simulation: the same seed and the same clock give the same ids, each greater than the
/// one before. Handed to <see cref="Ids.TakeFrom"/>.
/// </summary>
public sealed class IdSequence(int seed)
{
    readonly Random random = new(seed);
    readonly Lock turn = new();
    long last;

    internal (long Tick, ulong Random) Next(long firstOfMillisecond)
    {
        lock (turn)
        {
            last = Math.Max(last + 1, firstOfMillisecond);
            return (last, (ulong)random.NextInt64());
        }
    }
}
