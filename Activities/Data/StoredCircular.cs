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

    public static Task<CircularFacts?> FindAsync(Database database, string? id) =>
        FindAsync(database.FirstAsync<Row>, id);

    public static Task<CircularFacts?> FindAsync(Transaction transaction, string? id) =>
        FindAsync(transaction.FirstAsync<Row>, id);

    /// <summary>The circular that a rule ("DLA-2569-12-01") or the key of a date ("E-07:starts") belongs to.</summary>
    public static Task<CircularFacts?> OfRuleAsync(Database database, string? rule) => FindAsync(database, IdOf(rule));

    /// <inheritdoc cref="OfRuleAsync(Database, string?)"/>
    public static Task<CircularFacts?> OfRuleAsync(Transaction transaction, string? rule) =>
        FindAsync(transaction, IdOf(rule));

    public static async Task<IReadOnlyList<CircularFacts>> AllAsync(Database database)
    {
        var all = new List<CircularFacts>();
        foreach (var row in await database.QueryAsync<Row>(All))
            all.Add(await ReadAsync(row, database.FirstAsync<Row>));
        return all;
    }

    public static async Task<IReadOnlyList<CircularFacts>> AllAsync(Transaction transaction)
    {
        var all = new List<CircularFacts>();
        foreach (var row in await transaction.QueryAsync<Row>(All, new { }))
            all.Add(await ReadAsync(row, transaction.FirstAsync<Row>));
        return all;
    }

    /// <summary>"E" of "E-07:starts"; null for what is no rule.</summary>
    public static string? IdOf(string? rule)
    {
        var id = rule?.Split(':')[0] ?? "";
        return id.LastIndexOf('-') is > 0 and var end ? id[..end] : null;
    }

    static async Task<CircularFacts?> FindAsync(Func<string, object, Task<Row?>> first, string? id) =>
        id is not null && await first(One, new { id }) is { } row ? await ReadAsync(row, first) : null;

    static async Task<CircularFacts> ReadAsync(Row row, Func<string, object, Task<Row?>> first)
    {
        if (Parsed.TryGetValue(row.Hash, out var known))
            return known;
        // An amendment may have come between; its text is kept under its own hash.
        var read = (await first(Text, new { id = row.Id }))!;
        return Parsed[read.Hash] = JsonSerializer.Deserialize<CircularFacts>(read.Facts, JsonSerializerOptions.Web)!;
    }

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string Hash { get; init; } = "";
        public string Facts { get; init; } = "";
    }
}
