using System.Globalization;
using System.Text.Json;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// Copies what a rehearsal needs from the live store into a throw-away one, as it stood at one instant: the cases that the clock
/// would wake, and beside them all that their steps may look at. Only reads of the live store; accounts, codes, links, citizen
/// ids
/// and what is only ever added to stay where they are.
/// </summary>
sealed class RehearsalCopy(IQueries live, Database copy)
{
    const int RowsAtOnce = 500;

    /// <summary>What no step looks at, or what nobody needs to see in a second place.</summary>
    static readonly string[] LeftOut =
    [
        "migrations", "accounts", "one_time_codes", "mail_links", "citizen_ids", "citizen_id_reveals", "identity_decisions",
        "journal", "outbox", "case_mails", "audit", "simulations", "incoming_mails", "undelivered_mails", "request_drafts",
        "deadline_moves", "task_calls", "support_messages", "site_links", "site_mails", "migration_plans", "instance_migrations",
        "sheet_imports", "roster_imports", "live_receipts", "kept_files", "delivery_notices", "amendment_notices", "chasings",
    ];

    /// <summary>
    /// Tables with an instance in each row that are copied whole all the same: their rows are counted over many.
    /// </summary>
    static readonly string[] Whole = ["requests", "reviews", "review_items", "deliveries"];

    long rows;

    /// <param name="instances">The cases; of the others the tasks and waits are left out.</param>
    /// <param name="mostRows">More than so many are refused.</param>
    /// <exception cref="RefusedException">The store is too large for a rehearsal beside it.</exception>
    public async Task RunAsync(IReadOnlyList<string> instances, long mostRows)
    {
        // Rows whose other end was left out are no fault here.
        await copy.QueryAsync<string>("pragma foreign_keys = off");
        foreach (var table in await copy.QueryAsync<string>(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"))
            if (!LeftOut.Contains(table))
                await CopyAsync(table, instances, mostRows);
    }

    async Task CopyAsync(string table, IReadOnlyList<string> instances, long mostRows)
    {
        var columns = (await copy.QueryAsync<string>($"select name from pragma_table_info('{table}')")).ToList();
        var of = Whole.Contains(table) ? ""
            : table == "instances" ? "where id in @instances"
            : columns.Contains("instance_id") ? "where instance_id in @instances"
            : columns.Contains("task_id") ? "where task_id in (select id from tasks where instance_id in @instances)"
            : "";
        var found = await live.QueryAsync<object>(
            $"select {string.Join(", ", columns)} from {table} {of} limit {mostRows - rows + 1}", new { instances });
        rows += found.Count;
        if (rows > mostRows)
            throw new RefusedException("too-large-to-rehearse",
                $"ข้อมูลมีมากกว่า {mostRows:N0} แถว ซ้อมข้างระบบจริงไม่ได้ "
                    + "เลือกหนังสือเวียนเดียว หรือซ้อมบนสำเนาที่กู้จากข้อมูลสำรอง",
                $"There are more than {mostRows:N0} rows; choose one circular, or rehearse on a restored backup.");
        var places = string.Join(", ", columns.Select((_, number) => $"json_extract(value, '$[{number}]')"));
        foreach (var piece in found.Chunk(RowsAtOnce))
        {
            var json = JsonSerializer.Serialize(piece.Select(row =>
                columns.ConvertAll(column => Stored(((IDictionary<string, object?>)row)[column]))));
            await copy.WriteAsync(transaction => transaction.ExecuteAsync(
                $"insert into {table} ({string.Join(", ", columns)}) select {places} from json_each(@json)", new { json }));
        }
    }

    // As SQLite keeps them: see Instants.
    static object? Stored(object? value) => value switch
    {
        DateTime { Kind: DateTimeKind.Utc } instant => Instants.ToText(new DateTimeOffset(instant)),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] => throw new InvalidOperationException("A table with bytes in it is copied; add it to what is left out."),
        _ => value,
    };
}
