namespace WorkflowHost.Engine.Expressions;

/// <summary>Wording shared by the messages.</summary>
static class Words
{
    const int LongestQuoted = 40;

    public static string Short(string text) => text.Length <= LongestQuoted ? text : text[..LongestQuoted] + "…";

    public static string Character(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
            ? $"the character U+{(int)c:X4}"
            : $"'{c}'";

    /// <summary>" Did you mean 'x'?" for the nearest candidate, or nothing when none is near.</summary>
    public static string DidYouMean(string written, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (candidate, Distance: Distance(written.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .MinBy(pair => pair.Distance);
        return nearest.candidate is not null && nearest.Distance <= Math.Min(2, written.Length / 2)
            ? $" Did you mean '{nearest.candidate}'?"
            : "";
    }

    /// <summary>The same in Thai.</summary>
    public static string OrPerhaps(string written, IEnumerable<string> candidates) =>
        DidYouMean(written, candidates).Split('\'') is [_, var nearest, _] ? $" หมายถึง '{nearest}' หรือไม่" : "";

    /// <summary>Levenshtein's distance; names much longer than any of ours count as far away.</summary>
    static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
            return int.MaxValue;

        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
