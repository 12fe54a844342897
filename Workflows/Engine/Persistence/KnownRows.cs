using System.Text.RegularExpressions;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// What a work has read, as long as it has neither written to one of those tables nor locked anything since: the steps of one
/// answer read the same request several times, and to a store far away each is a journey.
/// </summary>
sealed partial class KnownRows
{
    readonly Dictionary<Asked, object> rows = [];

    public bool Has(Asked asked) => rows.ContainsKey(asked);

    public IReadOnlyList<T>? Of<T>(Asked asked) => rows.TryGetValue(asked, out var known) ? (IReadOnlyList<T>)known : null;

    public void Keep<T>(Asked asked, IReadOnlyList<T> read)
    {
        if (asked.Sql.AsSpan().TrimStart().StartsWith("select", StringComparison.Ordinal))
            rows[asked] = read;
        else
            // An "update … returning": who reads it has written.
            Forget();
    }

    /// <summary>Forgets what was read of the table that a statement writes to.</summary>
    public void Changed(string sql)
    {
        if (Target().Match(sql) is not { Success: true } target)
            Forget();
        else
            foreach (var known in rows.Keys.Where(known => known.Sql.Contains(target.Groups[1].Value, StringComparison.Ordinal)))
                rows.Remove(known);
    }

    /// <summary>Forgets everything: others may have changed it before a lock was had.</summary>
    public void Forget() => rows.Clear();

    [GeneratedRegex(@"^\s*(?:insert into|update|delete from) (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Target();
}

/// <summary>A question in its words: the same words, the same rows.</summary>
readonly record struct Asked(string Sql, object Arguments, int Most, Type Row);
