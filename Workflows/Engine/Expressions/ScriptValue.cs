using System.Globalization;
using System.Text;

namespace WorkflowHost.Engine.Expressions;

/// <summary>How JavaScript turns values into true/false, numbers and texts. Invariant culture, ordinal texts.</summary>
public static class ScriptValue
{
    internal static readonly object True = true;
    internal static readonly object False = false;

    static readonly TimeSpan bangkok = TimeSpan.FromHours(7);

    /// <summary>False for null, false, 0, NaN and the empty text; true for all else, empty lists included.</summary>
    public static bool ToBoolean(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        double number => number != 0 && !double.IsNaN(number),
        _ => !TryNumber(value, out var number) || number != 0 && !double.IsNaN(number),
    };

    /// <summary>
    /// NaN where there is no number. Null is NaN like undefined, not 0, so that a missing amount is below no limit.
    /// Dates give milliseconds since 1970-01-01 UTC; lists and objects give NaN.
    /// </summary>
    public static double ToNumber(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        string text => NumberText.Read(text),
        DateTimeOffset date => date.ToUnixTimeMilliseconds(),
        _ => TryNumber(value, out var number) ? number : double.NaN,
    };

    /// <summary>
    /// Null is "null"; a date is ISO 8601 in Asia/Bangkok; a list is its items with commas between. Throws
    /// <see cref="ScriptException"/> when a list is nested too deeply or the text would be too long.
    /// </summary>
    public static string ToText(object? value)
    {
        if (value is not IReadOnlyList<object?>)
            return ScalarToText(value);

        var result = new StringBuilder();
        if (TryAppend(result, value, 0))
            return result.ToString();

        throw new ScriptException($"The list cannot be made into a text of at most {ScriptLimits.ResultLength} "
            + $"characters, or it is nested more than {ScriptLimits.Depth} levels deep.");
    }

    internal static object Box(bool value) => value ? True : False;

    internal static string ScalarToText(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset date => InBangkok(date).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        _ => TryNumber(value, out var number) ? NumberText.Of(number) : "[object Object]",
    };

    internal static bool TryAppend(StringBuilder result, object? value, int depth)
    {
        if (value is not IReadOnlyList<object?> list)
        {
            var text = ScalarToText(value);
            if ((long)result.Length + text.Length > ScriptLimits.ResultLength)
                return false;

            result.Append(text);
            return true;
        }

        return depth < ScriptLimits.Depth && TryAppendItems(result, list, ",", depth + 1);
    }

    internal static bool TryAppendItems(StringBuilder result, IReadOnlyList<object?> list, string separator, int depth)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                result.Append(separator);

            var item = list[i];
            if (result.Length > ScriptLimits.ResultLength || item is not null && !TryAppend(result, item, depth))
                return false;
        }

        return true;
    }

    internal static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (double a, double b) => a == b,
        (bool a, bool b) => a == b,
        (DateTimeOffset a, DateTimeOffset b) => a == b,
        _ => ReferenceEquals(left, right),
    };

    internal static bool TryNormalize(object? value, out object? known)
    {
        known = value;
        if (value is null or string or double or bool or DateTimeOffset or IReadOnlyList<object?>
            or IReadOnlyDictionary<string, object?>)
            return true;

        if (!TryNumber(value, out var number))
            return false;

        known = number;
        return true;
    }

    internal static string KindOf(object? value) => value switch
    {
        null => "null (a missing value)",
        string => "a text",
        double => "a number",
        bool => "true/false",
        DateTimeOffset => "a date",
        IReadOnlyList<object?> => "a list",
        _ => "an object",
    };

    static DateTimeOffset InBangkok(DateTimeOffset date) =>
        date.UtcDateTime < DateTime.MaxValue - bangkok ? date.ToOffset(bangkok) : date;

    static bool TryNumber(object? value, out double number)
    {
        (number, var isNumber) = value switch
        {
            double d => (d, true),
            int i => (i, true),
            long l => (l, true),
            decimal m => ((double)m, true),
            float f => (f, true),
            short s => (s, true),
            byte b => (b, true),
            _ => (double.NaN, false),
        };
        return isNumber;
    }
}
