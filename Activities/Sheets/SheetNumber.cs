using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowHost.Activities.Sheets;

/// <summary>Numbers of a spreadsheet as text, without the noise of binary fractions and without an exponent.</summary>
static partial class SheetNumber
{
    // 31 December 9999.
    const double LastDay = 2_958_465;
    const int DaysTo1904 = 1462;

    // A spreadsheet program counts a 29 February 1900 that never was, as day 60.
    const int DayThatNeverWas = 60;

    public static string Plain(string value)
    {
        if (WholeNumber().IsMatch(value))
            return value;
        var number = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        // A spreadsheet program itself keeps 15 digits.
        var digits = number.ToString("G15", CultureInfo.InvariantCulture);
        return decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? exact.ToString("0.############################", CultureInfo.InvariantCulture) : digits;
    }

    /// <summary>A date, a time of day, or both; null where the number is none.</summary>
    public static string? Date(string value, bool startsIn1904)
    {
        var days = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) + (startsIn1904 ? DaysTo1904 : 0);
        if (!(days >= 0 && days < LastDay + 1))
            return null;
        if (days < 1)
            return Time(DateTime.FromOADate(0), days);
        var day = Math.Floor(days);
        if (day == DayThatNeverWas)
            return null;
        var date = DateTime.FromOADate(day < DayThatNeverWas ? day + 1 : day);
        return days == day ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : AddTime(date, days - day).ToString("yyyy-MM-dd ", CultureInfo.InvariantCulture) + Time(date, days - day);
    }

    /// <summary>As many digits as the format shows, from the right: "0-0000-00000-00-0" shows an id as people write it.</summary>
    public static string InDigits(string value, string format)
    {
        var digits = Plain(value);
        if (!digits.All(char.IsAsciiDigit))
            return digits;
        var text = new StringBuilder();
        var left = digits.Length;
        for (var at = format.Length - 1; at >= 0; at--)
            text.Insert(0, format[at] != '0' ? format[at] : left > 0 ? digits[--left] : '0');
        return digits[..left] + text;
    }

    static string Time(DateTime date, double part)
    {
        var time = AddTime(date, part);
        return time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
    }

    static DateTime AddTime(DateTime date, double part) => date.AddSeconds(Math.Round(part * 86_400));

    [GeneratedRegex(@"^-?[0-9]{1,28}\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();
}
