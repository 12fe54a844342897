using System.Globalization;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Turns what a definition says into what an activity wants. Elsa Studio stores numbers and booleans as text, and lists
/// as JSON in a string.
/// </summary>
public static class Conversions
{
    /// <exception cref="UnreadableException">The value can't be read as that type; the message says what was expected.</exception>
    public static object? To(Type type, object? value)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null || (value is string { Length: 0 } && target != typeof(string)))
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
        if (target.IsInstanceOfType(value))
            return value;
        if (target == typeof(string))
            return Text(value);
        if (target == typeof(string[]) || target == typeof(IReadOnlyList<string>))
            return Texts(value);
        return value switch
        {
            string text => FromText(target, text.Trim()),
            double number => FromNumber(target, number),
            _ => throw Unreadable(target, value),
        };
    }

    /// <summary>Whether a condition holds. Studio stores a ticked box as the text "True" or "False".</summary>
    public static bool ToCondition(object? value) =>
        value is string text && bool.TryParse(text, out var flag) ? flag : Expressions.ScriptValue.ToBoolean(value);

    /// <summary>Reads a variable's stored text by Elsa's alias of its type.</summary>
    public static object? ToVariable(string typeName, object? value) => value is null ? null : typeName switch
    {
        "Boolean" => To(typeof(bool), value),
        "Int16" or "Int32" or "Int64" or "Single" or "Double" or "Decimal" => value is string { Length: 0 } ? null : To(typeof(double), value),
        "DateTime" or "DateTimeOffset" => value is string { Length: 0 } ? null : To(typeof(DateTimeOffset), value),
        "String" => To(typeof(string), value),
        _ => value is string text && text.TrimStart() is ['{' or '[', ..] ? JsonValues.Parse(text) : value,
    };

    /// <summary>Reads what an instance kept for a variable; instants are kept as text.</summary>
    public static object? FromStored(string typeName, object? value) =>
        typeName is "DateTime" or "DateTimeOffset" ? ToVariable(typeName, value) : value;

    static object FromText(Type target, string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (target == typeof(bool) && bool.TryParse(text, out var flag))
            return flag;
        if (target == typeof(int) && int.TryParse(text, NumberStyles.Integer, invariant, out var integer))
            return integer;
        if (target == typeof(double) && double.TryParse(text, NumberStyles.Float, invariant, out var number))
            return number;
        if (target == typeof(TimeSpan) && TimeSpan.TryParse(text, invariant, out var span))
            return span;
        if (target == typeof(DateOnly) && DateOnly.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var date))
            return date;
        if (target == typeof(TimeOnly) && TimeOnly.TryParse(text, invariant, DateTimeStyles.None, out var time))
            return time;
        if (target == typeof(DateTimeOffset) && DateTimeOffset.TryParse(
            text, invariant, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            return instant;
        throw Unreadable(target, text);
    }

    static object FromNumber(Type target, double number)
    {
        if (target == typeof(int) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue)
            return (int)number;
        if (target == typeof(TimeSpan) && Math.Abs(number) < 1e9)
            return TimeSpan.FromSeconds(number);
        throw Unreadable(target, number);
    }

    static string[] Texts(object value) => value switch
    {
        IEnumerable<object?> items => [.. items.Select(item => Text(item ?? ""))],
        string text when text.TrimStart() is ['[', ..] => Texts(JsonValues.Parse(text)!),
        _ => [Text(value)],
    };

    static string Text(object value) => Expressions.ScriptValue.ToText(value);

    static UnreadableException Unreadable(Type target, object value)
    {
        var (thai, english) = Names.GetValueOrDefault(target, (target.Name, "a " + target.Name));
        return new($"'{value}' ไม่ใช่{thai}", $"'{value}' is not {english}");
    }

    static readonly Dictionary<Type, (string Thai, string English)> Names = new()
    {
        [typeof(bool)] = ("จริงหรือเท็จ (True หรือ False)", "true or false"),
        [typeof(int)] = ("จำนวนเต็ม", "a whole number"),
        [typeof(double)] = ("ตัวเลข", "a number"),
        [typeof(TimeSpan)] = ("ช่วงเวลา เช่น 1.00:00:00 (หนึ่งวัน)", "a span of time such as 1.00:00:00 (a day)"),
        [typeof(DateOnly)] = ("วันที่ เช่น 2023-11-06", "a date such as 2023-11-06"),
        [typeof(TimeOnly)] = ("เวลา เช่น 08:30", "a time of day such as 08:30"),
        [typeof(DateTimeOffset)] = ("วันเวลา เช่น 2023-11-06T00:00:00+07:00", "an instant such as 2023-11-06T00:00:00+07:00"),
    };
}
