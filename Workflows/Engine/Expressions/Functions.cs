using System.Collections.Frozen;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Every function of the language, by name; the methods by the kind of value that they are called on.</summary>
static class Functions
{
    public static readonly IReadOnlyDictionary<string, Function> Global = new OrderedDictionary<string, Function>(
        Enumerable.Concat(GlobalFunctions.All, DateFunctions.All).Select(ByName), StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Function> ofTexts = Table(TextMethods.All);
    static readonly FrozenDictionary<string, Function> ofLists = Table(ListMethods.All);
    static readonly FrozenDictionary<string, Function> ofNumbers = Table(NumberMethods.All);

    public static readonly IReadOnlyCollection<string> MethodNames =
        new SortedSet<string>([.. ofTexts.Keys, .. ofLists.Keys, .. ofNumbers.Keys], StringComparer.Ordinal);

    public static IEnumerable<Function> Methods(string name)
    {
        foreach (var table in new[] { ofTexts, ofLists, ofNumbers })
        {
            if (table.TryGetValue(name, out var function))
                yield return function;
        }
    }

    public static Function? Find(object value, string name) => TableOf(value)?.GetValueOrDefault(name);

    public static string AllowedOn(object value) => TableOf(value) is { } table
        ? $" Allowed: {string.Join(", ", table.Keys.Order(StringComparer.Ordinal))}."
        : " It has none; to make a text of it, write String(x).";

    static FrozenDictionary<string, Function>? TableOf(object value) => value switch
    {
        string => ofTexts,
        IReadOnlyList<object?> => ofLists,
        double => ofNumbers,
        _ => null,
    };

    static FrozenDictionary<string, Function> Table(Function[] functions) =>
        functions.Select(ByName).ToFrozenDictionary(StringComparer.Ordinal);

    static KeyValuePair<string, Function> ByName(Function function) => new(function.Name, function);
}
