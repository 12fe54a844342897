using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Activities.Letters;

/// <summary>
/// One sign of two names side by side: a consonant with its marks. Null in <paramref name="Found"/> is a sign that the letter
/// lacks, null in <paramref name="Required"/> one it has too many.
/// </summary>
public sealed record NameSign(string? Found, string? Required)
{
    [JsonIgnore]
    public bool IsSame => Found == Required;
}

/// <summary>
/// Where the name in a letter differs from the officer's, sign by sign (T63). Titles and spacing count for nothing. Of several
/// names in the letter the nearest is compared.
/// </summary>
public sealed partial record NameDifference(string Found, string Required, IReadOnlyList<NameSign> Signs)
{
    /// <summary>The detail of a refusal that holds one.</summary>
    public const string Detail = "difference";

    // A letter names two officers, not a phone book: what is longer is cut before it is compared.
    const int MostNames = 20;
    const int LongestName = 120;

    /// <summary>The places that differ, counted from 1 as a reader counts in the required name.</summary>
    [JsonIgnore]
    public IEnumerable<(int Place, NameSign Sign)> Differing
    {
        get
        {
            var place = 0;
            foreach (var sign in Signs)
            {
                place += sign.Required is null ? 0 : 1;
                if (!sign.IsSame)
                    yield return (sign.Required is null ? place + 1 : place, sign);
            }
        }
    }

    /// <returns>Null when the letter names nobody.</returns>
    public static NameDifference? Between(string names, Person officer)
    {
        var required = $"{officer.GivenNameTh} {officer.FamilyNameTh}";
        return Between().Split(names)
            .Select(name => Title().Replace(ThaiText.Normalise(name), ""))
            .Where(name => name.Length > 0)
            .Take(MostNames)
            .Select(name => new NameDifference(name, required, Align(SignsOf(name), SignsOf(required))))
            .MinBy(difference => difference.Signs.Count(sign => !sign.IsSame));
    }

    static string[] SignsOf(string name)
    {
        var text = Blanks().Replace(ThaiText.Normalise(name), "");
        var starts = StringInfo.ParseCombiningCharacters(text);
        return [.. starts.Take(LongestName)
            .Select((start, index) => text[start..(index + 1 < starts.Length ? starts[index + 1] : text.Length)])];
    }

    // The least number of signs to change, leave out or put in, read back from the end.
    static List<NameSign> Align(string[] found, string[] required)
    {
        var steps = Steps(found, required);
        var signs = new List<NameSign>();
        for (var (i, j) = (found.Length, required.Length); i > 0 || j > 0;)
            if (i > 0 && j > 0 && steps[i, j] == steps[i - 1, j - 1] + (found[i - 1] == required[j - 1] ? 0 : 1))
                signs.Add(new NameSign(found[--i], required[--j]));
            else if (i > 0 && steps[i, j] == steps[i - 1, j] + 1)
                signs.Add(new NameSign(found[--i], null));
            else
                signs.Add(new NameSign(null, required[--j]));
        signs.Reverse();
        return signs;
    }

    static int[,] Steps(string[] found, string[] required)
    {
        var steps = new int[found.Length + 1, required.Length + 1];
        for (var i = 0; i <= found.Length; i++)
            for (var j = 0; j <= required.Length; j++)
                steps[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1,
                        steps[i - 1, j - 1] + (found[i - 1] == required[j - 1] ? 0 : 1));
        return steps;
    }

    [GeneratedRegex(@"[\r\n,;/]|\s+และ|[0-9๐-๙]+[.)]")]
    private static partial Regex Between();

    [GeneratedRegex(@"^(นางสาว|น\.\s*ส\.|นาง|นาย|ดร\.|ว่าที่\s*ร\.?\s*[ตทอ]\.?(หญิง)?|ว่าที่ร้อย(ตรี|โท|เอก)(หญิง)?|[สจ]\.\s*[ตทอ]\.)+\s*")]
    private static partial Regex Title();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
