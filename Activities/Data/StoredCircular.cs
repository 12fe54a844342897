using System.Collections.Concurrent;
using System.Text.Json;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Data;

/// <summary>The circulars as they hold now, from the store: shipped or registered, with their amendments.</summary>
public static class StoredCircular
{
    // By the hash of the text, so that what was read once in any store need not be parsed again.
    static readonly ConcurrentDictionary<string, CircularFacts> Parsed = new();

    const string One = "select id, hash from circulars where id = @id";
    const string All = "select id, hash from circulars order by id";
    const string Text = "select id, hash, facts from circulars where id = @id";

    public static async Task<CircularFacts?> FindAsync(IQueries queries, string? id) =>
        id is not null && await queries.FirstAsync<Row>(One, new { id }) is { } row ? await ReadAsync(queries, row) : null;

    /// <summary>The circular that a rule ("DLA-2569-12-01") or the key of a date ("E-07:starts") belongs to.</summary>
    public static Task<CircularFacts?> OfRuleAsync(IQueries queries, string? rule) => FindAsync(queries, IdOf(rule));

    public static async Task<IReadOnlyList<CircularFacts>> AllAsync(IQueries queries)
    {
        var all = new List<CircularFacts>();
        foreach (var row in await queries.QueryAsync<Row>(All, new { }))
            all.Add(await ReadAsync(queries, row));
        return all;
    }

    /// <summary>"E" of "E-07:starts"; null for what is no rule.</summary>
    public static string? IdOf(string? rule)
    {
        var id = rule?.Split(':')[0] ?? "";
        return id.LastIndexOf('-') is > 0 and var end ? id[..end] : null;
    }

    static async Task<CircularFacts> ReadAsync(IQueries queries, Row row)
    {
        if (Parsed.TryGetValue(row.Hash, out var known))
            return known;
        // An amendment may have come between; its text is kept under its own hash.
        var read = (await queries.FirstAsync<Row>(Text, new { id = row.Id }))!;
        return Parsed[read.Hash] = JsonSerializer.Deserialize<CircularFacts>(read.Facts, JsonSerializerOptions.Web)!;
    }

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string Hash { get; init; } = "";
        public string Facts { get; init; } = "";
    }
}
