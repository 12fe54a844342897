using System.Text.Json;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// Seals every citizen id of the store again under the key that seals now. Some hundred rows a transaction; a run that is cut off
/// goes on where it was, and hosts that have the file's keys read both meanwhile. The hashes stay as they are.
/// </summary>
public sealed class CitizenIdResealing(Database database, CitizenIds citizens)
{
    const int BatchSize = 500;

    static readonly (string Table, string Key, string Column)[] Places =
        [("citizen_ids", "person_id", "sealed"), ("roster_lines", "id", "citizen_sealed")];

    /// <returns>How many were sealed again.</returns>
    /// <exception cref="CitizenIdKeyException">One was sealed under a key that isn't in the file.</exception>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        var count = 0;
        foreach (var (table, key, column) in Places)
            for (var after = ""; !stop.IsCancellationRequested;)
            {
                var last = await BatchAsync(table, key, column, after);
                count += last.Sealed;
                if (last.After is not { } next)
                    break;
                after = next;
            }
        return count + await ImportsAsync(stop);
    }

    /// <summary>How many seals under an older key the store still holds, those that an open incident would try again
    /// included.</summary>
    public async Task<long> LeftAsync()
    {
        var under = citizens.Keys.Current.Name;
        var left = await database.FirstAsync<long>(
            """
            select (select count(*) from citizen_ids where sealed not like @current)
                + (select count(*) from roster_lines where citizen_sealed not like @current)
            """, new { current = $"v1.{under}.%" });
        foreach (var older in citizens.Keys.Older)
            left += await database.FirstAsync<long>(
                """
                select (select count(*) from roster_imports where lines like @older)
                    + (select count(*) from incidents where resolved_at is null and stimulus like @older)
                """, new { older = $"%v1.{older.Name}.%" });
        return left;
    }

    Task<(int Sealed, string? After)> BatchAsync(string table, string key, string column, string after) =>
        database.WriteAsync(async transaction =>
        {
            var rows = await transaction.QueryAsync<Row>(
                $"select {key} as id, {column} as text from {table} where {key} > @after order by {key} limit @BatchSize",
                new { after, BatchSize });
            var count = 0;
            foreach (var row in rows)
                if (citizens.Reseal(row.Text) is { } again)
                    count += await transaction.ExecuteAsync(
                        $"update {table} set {column} = @again where {key} = @Id and {column} = @Text",
                        new { again, row.Id, row.Text });
            return (count, rows.Count < BatchSize ? null : rows[^1].Id);
        });

    // A file that somebody looked at: its rows hold seals too.
    async Task<int> ImportsAsync(CancellationToken stop)
    {
        var count = 0;
        foreach (var older in citizens.Keys.Older)
            foreach (var id in await database.QueryAsync<string>(
                "select id from roster_imports where lines like @older", new { older = $"%v1.{older.Name}.%" }))
                if (!stop.IsCancellationRequested)
                    count += await ImportAsync(id);
        return count;
    }

    Task<int> ImportAsync(string id) => database.WriteAsync(async transaction =>
    {
        transaction.Lock("select id from roster_imports where id = @id", new { id });
        var lines = (await transaction.FirstAsync<string>("select lines from roster_imports where id = @id", new { id }))!;
        var rows = JsonSerializer.Deserialize<List<RosterRow>>(lines, JsonSerializerOptions.Web)!;
        var again = rows.Select(row => row.Entry is { } entry && citizens.Reseal(entry.Citizen.Sealed) is { } text
            ? row with { Entry = entry with { Citizen = entry.Citizen with { Sealed = text } } } : row).ToList();
        transaction.Write("update roster_imports set lines = @lines where id = @id",
            new { lines = JsonSerializer.Serialize(again, JsonSerializerOptions.Web), id });
        return again.Where((row, at) => row != rows[at]).Count();
    });

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string Text { get; init; } = "";
    }
}
