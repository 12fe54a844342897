namespace WorkflowHost.Engine.Definitions;

/// <summary>Suggestions for a word that isn't known.</summary>
public static class Words
{
    /// <summary>Nobody mistypes a longer one, and comparing takes the product of both lengths.</summary>
    const int LongestWord = 100;

    /// <summary>"; did you mean 'x'?", or nothing when none is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The same in Thai.</summary>
    public static string OrPerhaps(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $" หมายถึง '{nearest}' หรือไม่" : "";

    static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
            return null;
        var nearest = known.Where(candidate => candidate.Length <= LongestWord)
            .Select(candidate => (candidate, distance: Distance(word, candidate))).OrderBy(pair => pair.distance).FirstOrDefault();
        return nearest.candidate is not null && nearest.distance <= Math.Max(2, word.Length / 3) ? nearest.candidate : null;
    }

    static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
                current[j] = Math.Min(
                    Math.Min(previous[j], current[j - 1]) + 1,
                    previous[j - 1] + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1));
            previous = current;
        }
        return previous[right.Length];
    }
}
