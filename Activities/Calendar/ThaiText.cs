using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// Thai text as people paste it from web pages and PDFs, made comparable. Compare and search ordinally on normalised text:
/// culture-sensitive searching ignores zero-width characters and does not find part of a syllable.
/// </summary>
public static partial class ThaiText
{
    /// <summary>For lists that people read: เ แ โ ใ ไ sort by the consonant, ว ๒ comes before ว ๑๐. Not for equality.</summary>
    public static StringComparer SortOrder { get; } =
        StringComparer.Create(CultureInfo.GetCultureInfo("th-TH"), CompareOptions.NumericOrdering);

    /// <summary>
    /// One line of text in the form that is stored: sara am in one piece, vowel before tone mark, แ as one character, ฤๅ with
    /// lakkhangyao, no invisible characters, single blanks, none at the ends, other scripts in NFC. Doing it twice changes
    /// nothing.
    /// </summary>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var thai = new ThaiTextNormaliser(text.Length).Run(text);
        return thai.IsNormalized() ? thai : OtherScripts().Replace(thai, part => part.Value.Normalize());
    }

    /// <summary>As <see cref="Normalise"/>, line by line: for comments and letters. Lines end with \n.</summary>
    public static string NormaliseLines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Normalise)).Trim('\n');
    }

    /// <summary>Whether two texts are the same after normalising.</summary>
    public static bool AreEqual(string left, string right) =>
        string.Equals(Normalise(left), Normalise(right), StringComparison.Ordinal);

    /// <summary>
    /// What a search column stores and a query is turned into: normalised, Arabic digits, small Latin letters, no blanks
    /// ("มท๐๘๑๐.๘/ว๔๕๕๐" finds "มท ๐๘๑๐.๘/ว ๔๕๕๐"). Search it ordinally.
    /// </summary>
    public static string SearchKey(string text)
    {
        var key = ThaiDigits.ToArabic(Normalise(text)).Replace(" ", "", StringComparison.Ordinal);
        return key.ToLower(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// At most that many characters as people count them (a consonant with its marks is one), the last an ellipsis if
    /// something was cut.
    /// </summary>
    public static string Truncate(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        var starts = StringInfo.ParseCombiningCharacters(text);
        return starts.Length <= longest ? text : string.Concat(text.AsSpan(0, starts[longest - 1]).TrimEnd(), "…");
    }

    /// <summary>The longest beginning that fits into so many UTF-8 bytes, cut between characters: for file names.</summary>
    public static string TruncateUtf8(string text, int longestBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(longestBytes);
        var end = 0;
        var bytes = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text).Skip(1).Append(text.Length))
        {
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(end, start - end));
            if (bytes > longestBytes)
                break;
            end = start;
        }

        return text[..end];
    }

    // NFC would take some Thai marks out of the order made here, so it is kept to the rest.
    [GeneratedRegex(@"[^\u0E00-\u0E7F]+", RegexOptions.CultureInvariant)]
    private static partial Regex OtherScripts();
}
