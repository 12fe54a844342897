using System.Globalization;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// What tells a letter from every other: the agency's code, whether it is a circular (ว), its number, and the C.E. year, since
/// the ว numbers begin anew each calendar year. Written "มท 0810.8/ว 4550".
/// </summary>
/// <param name="Year">C.E.; 0 when the letter bears no date.</param>
public sealed partial record LetterIdentity(string AgencyCode, bool IsCircular, string Number, int Year)
{
    /// <summary>Reads a number as it stands in a letter's head, in Thai or Arabic digits; null when it is none.</summary>
    public static LetterIdentity? Read(string? text, DateOnly? date)
    {
        if (text is null || Head().Match(ThaiDigits.ToArabic(ThaiText.Normalise(text))) is not { Success: true } match)
            return null;
        return new LetterIdentity($"{match.Groups["letters"].Value} {match.Groups["agency"].Value}",
            match.Groups["circular"].Length > 0,
            match.Groups["number"].Value.TrimStart('0') is { Length: > 0 } number ? number : "0", date?.Year ?? 0);
    }

    /// <summary>As letters are cited: "มท 0810.8/ว 4550".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{AgencyCode}/{(IsCircular ? "ว " : "")}{Number}");

    [GeneratedRegex(
        @"^(?<letters>[\u0E01-\u0E2E]{2,3}) ?(?<agency>[0-9]{4,5}(\.[0-9]+)*) ?/ ?(?<circular>ว)? ?(?<number>[0-9]{1,7})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
