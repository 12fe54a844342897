namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>
/// Says which address was probably meant, where a domain is a sign or two away from one we know (dl.go.th, dla.go.th).
/// </summary>
public static class AddressTypos
{
    const int MostDifferences = 2;

    /// <param name="known">Domains that mail arrives at.</param>
    /// <returns>The address with the likely domain; null when its domain is known, or none is near.</returns>
    public static string? Suggest(string address, IEnumerable<string> known)
    {
        if (address.Split('@') is not [var name, { Length: > 3 } domain])
            return null;
        domain = domain.ToLowerInvariant();
        var domains = known.Select(one => one.ToLowerInvariant()).Distinct().ToList();
        if (domains.Contains(domain))
            return null;
        var nearest = domains.Select(one => (one, Distance(domain, one))).Where(pair => pair.Item2 <= MostDifferences)
            .OrderBy(pair => pair.Item2).ThenBy(pair => pair.one, StringComparer.Ordinal).FirstOrDefault();
        return nearest.one is null ? null : $"{name}@{nearest.one}";
    }

    /// <summary>Signs added, left out, changed, or swapped with their neighbour.</summary>
    static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MostDifferences || a.Length > 255)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                rows[i, j] = Math.Min(
                    Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        return rows[a.Length, b.Length];
    }
}
