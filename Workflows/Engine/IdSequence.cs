namespace WorkflowHost.Engine;

/// <summary>
/// Ids of one closed world, such as a simulation: the same seed and the same clock give the same ids, each greater than the
/// one before. Handed to <see cref="Ids.TakeFrom"/>.
/// </summary>
public sealed class IdSequence(int seed)
{
    readonly Random random = new(seed);
    readonly Lock turn = new();
    UInt128 last;

    internal UInt128 Next(UInt128 firstOfMillisecond)
    {
        lock (turn)
        {
            var next = last + 1;
            last = (next > firstOfMillisecond ? next : firstOfMillisecond) + ((UInt128)random.NextInt64() << 1);
            return last;
        }
    }
}
