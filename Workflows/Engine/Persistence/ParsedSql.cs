using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// A statement with its <c>@names</c> found once: the text with <c>$1…$n</c>, where a list is one array, and the names in that
/// order.
/// </summary>
sealed partial class ParsedSql
{
    static readonly ConcurrentDictionary<string, ParsedSql> Known = new();

    readonly ConcurrentDictionary<Type, SqlArgument[]> arguments = new();

    ParsedSql(string sql)
    {
        var names = new List<string>();
        Positional = Name().Replace(InList().Replace(sql, "= any(@$1)"), match =>
        {
            var name = match.Groups[1].Value;
            var index = names.FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                names.Add(name);
                index = names.Count - 1;
            }
            return "$" + (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        });
        Names = names;
    }

    public string Positional { get; }

    public IReadOnlyList<string> Names { get; }

    public static ParsedSql Of(string sql) => Known.GetOrAdd(sql, text => new ParsedSql(text));

    /// <summary>What reads the values of <see cref="Names"/>, in their order, from arguments of this type.</summary>
    public SqlArgument[] ArgumentsOf(Type type) =>
        arguments.GetOrAdd(type, static (type, names) => SqlArguments.Of(type, names), Names);

    // Not within a word: an address of a mail in a literal names nothing.
    [GeneratedRegex(@"(?<!\w)@(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\bin @(\w+)", RegexOptions.CultureInvariant)]
    public static partial Regex InList();
}
