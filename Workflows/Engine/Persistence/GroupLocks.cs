namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// Which rows the works of a group have locked. PostgreSQL holds a lock for the whole transaction and lets all of its works
/// through, so that the group itself keeps them from each other.
/// </summary>
sealed class GroupLocks
{
    readonly Dictionary<string, PostgresTurn> holders = [];

    /// <summary>
    /// Those with a question that wait for nobody, in the order of what they lock, so that two groups are less likely to wait
    /// for each other.
    /// </summary>
    /// <exception cref="InvalidOperationException">They wait for each other; alone each gets through.</exception>
    public IReadOnlyList<PostgresTurn> WhoMayAsk(IReadOnlyList<PostgresTurn> turns)
    {
        PostgresTurn[] free = [.. turns.Where(turn => turn.WaitsFor is not { IsOver: false })
            .OrderBy(turn => turn.NextLock, StringComparer.Ordinal)];
        return free.Length > 0 ? free
            : throw new InvalidOperationException("Works of one group wait for each other's locks; each is run alone.");
    }

    /// <summary>
    /// Whether the locks that came with a question are free. Otherwise it must be asked again when the holder is done: what was
    /// read may be older than what the holder writes.
    /// </summary>
    public bool TryTake(PostgresTurn turn)
    {
        foreach (var key in turn.Keys)
            if (holders.TryGetValue(key, out var holder) && holder != turn)
            {
                turn.WaitFor(holder);
                return false;
            }
        foreach (var key in turn.Keys)
            holders[key] = turn;
        return true;
    }

    public void Release(PostgresTurn turn)
    {
        foreach (var key in turn.Held)
            holders.Remove(key);
    }
}
