using System.Text.Json;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>The circulars as they are in the store.</summary>
static class Reading
{
    public static async Task<IReadOnlyList<CircularFacts>> AllAsync(Database database) =>
        [.. (await database.QueryAsync<string>("select facts from circulars order by id")).Select(Facts)];

    public static async Task<CircularFacts?> FindAsync(Database database, string id) =>
        await database.FirstAsync<string>("select facts from circulars where id = @id", new { id }) is { } facts ? Facts(facts) : null;

    static CircularFacts Facts(string json) => JsonSerializer.Deserialize<CircularFacts>(json, JsonSerializerOptions.Web)!;
}
