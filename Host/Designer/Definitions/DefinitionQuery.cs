using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>Which definitions Studio asks for; the names are Elsa's, and empty means all.</summary>
public sealed record DefinitionQuery
{
    const int LargestPage = 100;

    /// <summary>AllVersions, Draft, Latest, Published, LatestOrPublished, LatestAndPublished, a number.</summary>
    public string? VersionOptions { get; init; }

    /// <summary>From 0.</summary>
    public int? Page { get; init; }

    public int? PageSize { get; init; }

    public string? SearchTerm { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public string[]? DefinitionIds { get; init; }

    /// <summary>Of versions.</summary>
    public string[]? Ids { get; init; }

    /// <summary>One page, and how many there are.</summary>
    public async Task<(IReadOnlyList<DefinitionVersion> Page, int All)> ReadAsync(DefinitionVersions versions)
    {
        var found = (await CandidatesAsync(versions)).Where(IsMeant).Where(Matches).ToList();
        var ordered = Descending ? Ordered(found).Reverse() : Ordered(found);
        var size = Math.Clamp(PageSize ?? LargestPage, 1, LargestPage);
        return ([.. ordered.Skip(Math.Max(Page ?? 0, 0) * size).Take(size)], found.Count);
    }

    bool Descending => OrderDirection is "Descending" or "1";

    async Task<IEnumerable<DefinitionVersion>> CandidatesAsync(DefinitionVersions versions)
    {
        if (Ids is { Length: > 0 })
            return await EachAsync(Ids, async id => await versions.ByIdAsync(id) is { } one ? [one] : []);
        if (DefinitionIds is { Length: > 0 })
            return await EachAsync(DefinitionIds, versions.HistoryAsync);
        var latest = await versions.AllLatestAsync();
        return VersionOptions is "Latest" or "Draft" or "LatestAndPublished"
            ? latest
            : await EachAsync(latest.Select(one => one.DefinitionId), versions.HistoryAsync);
    }

    bool IsMeant(DefinitionVersion one) => VersionOptions switch
    {
        "Latest" => one.IsLatest,
        "Draft" => one is { IsLatest: true, IsDraft: true },
        "Published" => one.IsCurrent,
        "LatestOrPublished" => one.IsLatest || one.IsCurrent,
        "LatestAndPublished" => one is { IsLatest: true, IsCurrent: true },
        var number when int.TryParse(number, out var version) => one.Version == version,
        _ => true,
    };

    bool Matches(DefinitionVersion one) => string.IsNullOrWhiteSpace(SearchTerm)
        || one.Name.Contains(SearchTerm, StringComparison.OrdinalIgnoreCase)
        || one.DefinitionId.Contains(SearchTerm, StringComparison.OrdinalIgnoreCase);

    IEnumerable<DefinitionVersion> Ordered(IEnumerable<DefinitionVersion> found) => OrderBy switch
    {
        "Version" => found.OrderBy(one => one.Version),
        "Created" => found.OrderBy(one => one.CreatedAt),
        _ => found.OrderBy(one => one.Name, StringComparer.Ordinal),
    };

    static async Task<IEnumerable<DefinitionVersion>> EachAsync(
        IEnumerable<string> ids, Func<string, Task<IReadOnlyList<DefinitionVersion>>> read)
    {
        var found = new List<DefinitionVersion>();
        foreach (var id in ids.Distinct())
            found.AddRange(await read(id));
        return found;
    }
}
