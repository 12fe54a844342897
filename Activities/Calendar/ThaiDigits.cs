using System.Globalization;

namespace WorkflowHost.Activities.Calendar;

/// <summary>Thai numerals ๐–๙ and Arabic numerals 0–9. Everything that is not a digit stays as it is.</summary>
public static class ThaiDigits
{
    /// <summary>"มท 0810.8/ว 4550" becomes "มท ๐๘๑๐.๘/ว ๔๕๕๐".</summary>
    public static string ToThai(string text) => Shift(text, '0', '๐');

    /// <summary>4550 becomes "๔๕๕๐".</summary>
    public static string ToThai(int number) => ToThai(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>"มท ๐๘๑๐.๘/ว ๔๕๕๐" becomes "มท 0810.8/ว 4550": the form that is searched and computed with.</summary>
    public static string ToArabic(string text) => Shift(text, '๐', '0');

    private static string Shift(string text, char fromZero, char toZero)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().IndexOfAnyInRange(fromZero, (char)(fromZero + 9)) < 0
            ? text
            : string.Create(text.Length, (text, fromZero, toZero), Fill);
    }

    private static void Fill(Span<char> target, (string Text, char FromZero, char ToZero) source)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var digit = source.Text[i] - source.FromZero;
            target[i] = digit is >= 0 and <= 9 ? (char)(source.ToZero + digit) : source.Text[i];
        }
    }
}
