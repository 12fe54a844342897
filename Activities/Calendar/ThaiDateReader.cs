using System.Globalization;
using System.Text.RegularExpressions;

namespace WorkflowHost.Activities.Calendar;

/// <summary>The reading side of <see cref="ThaiDate"/>.</summary>
internal static partial class ThaiDateReader
{
    private const int LongestDate = 60;
    private const int CenturyOfTwoDigits = 2500;

    public static bool TryRead(string? text, out DateOnly date)
    {
        date = default;
        if (text is null || text.Length > LongestDate)
            return false;

        var plain = ThaiDigits.ToArabic(ThaiText.Normalise(text));
        return TryIso(plain, out date) || TryNumeric(plain, out date) || TryNamed(plain, out date);
    }

    private static bool TryIso(string text, out DateOnly date) =>
        TryGroups(Iso().Match(text), groups => Number(groups["month"]), out date);

    private static bool TryNumeric(string text, out DateOnly date) =>
        TryGroups(Numeric().Match(text), groups => Number(groups["month"]), out date);

    private static bool TryNamed(string text, out DateOnly date) =>
        TryGroups(Named().Match(text), groups => ThaiMonths.Find(groups["month"].Value), out date);

    private static bool TryGroups(Match match, Func<GroupCollection, int> month, out DateOnly date)
    {
        date = default;
        return match.Success && TryDate(Year(match.Groups["year"]), month(match.Groups), Number(match.Groups["day"]), out date);
    }

    // A year between the two ranges, or outside both, is nobody's year: 1480 and 3109 are how the usual mistakes end.
    private static int Year(Group group)
    {
        var year = Number(group) + (group.Length == 2 ? CenturyOfTwoDigits : 0);
        return year > ThaiDate.LastYear ? year - ThaiDate.BuddhistOffset : year;
    }

    private static bool TryDate(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < ThaiDate.FirstYear or > ThaiDate.LastYear || month is < 1 or > 12)
            return false;
        if (day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        date = new DateOnly(year, month, day);
        return true;
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})/(?<month>[0-9]{1,2})/(?<year>[0-9]{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2}) ?(?<month>[\u0E01-\u0E4E.]+?) ?(?:พ\.ศ\. ?)?(?<year>[0-9]{4}|[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
