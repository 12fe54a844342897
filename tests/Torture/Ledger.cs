using System.Collections.Concurrent;

namespace WorkflowHost.Tests.Torture;

/// <summary>What happened in a torture, from whoever saw it. Each count has a name; a problem is what must not be.</summary>
sealed class Ledger
{
    readonly ConcurrentDictionary<string, int> counts = new();
    readonly ConcurrentQueue<string> problems = [];
    readonly ConcurrentQueue<string> remarks = [];

    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(counts, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Problems => problems;

    /// <summary>What may be, and helps to find out why something was that must not.</summary>
    public IReadOnlyCollection<string> Remarks => remarks;

    public void Count(string what, int howMany = 1) => counts.AddOrUpdate(what, howMany, (_, before) => before + howMany);

    public void Problem(string what) => problems.Enqueue(what);

    public void Remark(string what) => remarks.Enqueue(what);
}
