using System.Text.RegularExpressions;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// An index that is built while others write: the only thing a migration named <c>*.online.sql</c> may hold. On PostgreSQL that
/// is <c>create index concurrently</c>, which stands outside any transaction, may be cut off, and is then begun anew.
/// </summary>
public sealed partial record OnlineIndex(string Unique, string Name, string On)
{
    /// <exception cref="InvalidOperationException">It is another statement.</exception>
    public static OnlineIndex Read(string migration, string statement) => Statement().Match(statement) is { Success: true } match
        ? new OnlineIndex(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)
        : throw new InvalidOperationException(
            $"Migration '{migration}' may only hold 'create index NAME on …', since nothing takes it back when it breaks off; "
            + $"put '{statement.Split('\n')[0]}' into a migration without 'online' in its name.");

    public string Create(string how) => $"create {Unique}index {how}if not exists {Name} on {On}";

    [GeneratedRegex(@"^create (unique )?index (\w+)\s+on (.+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Statement();
}
