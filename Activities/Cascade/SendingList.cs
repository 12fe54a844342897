using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// Lists whom a sending reaches, a piece at a time, each with its place in the tree: provincial administrations, cities and
/// towns have it from their province, the small ones from their district (section 1.0 item 2; B-10, C-17, D-14, A-13).
/// </summary>
static class SendingList
{
    const int AtOnce = 500;

    // Who was withdrawn from it is not covered again.
    const string Cover = "update set is_covered = 1 where deliveries.withdrawn_at is null";

    /// <summary>Lists the next ones; 0 when all are listed, by now or before.</summary>
    public static Task<int> StepAsync(Database database, Tools tools, string sendingId) =>
        database.WriteAsync(async transaction =>
    {
        if (await Sending.LockAsync(transaction, sendingId) is not { Phase: Sending.Listing } sending)
            return 0;
        var rows = await transaction.QueryAsync<Organisation>(
            """
            select code, type, path from organisations
            where code > @Cursor and (path >= @Path and path < @pathEnd and @types like '% ' || type || ' %'
                or code in (select organisation_code from sending_extras where sending_id = @Id))
            order by code limit @AtOnce
            """,
            new { sending.Cursor, sending.Path, pathEnd = sending.Path + "~", types = $" {sending.Types} ", sending.Id, AtOnce });
        if (rows.Count == 0)
        {
            await OpenAsync(transaction, tools, sending);
            return 1;
        }
        var offices = await OfficesAsync(transaction, rows);
        var now = sending.ArrivesAt;
        foreach (var row in rows)
            Add(transaction, sending, row, offices, now);
        transaction.Write("update sendings set cursor = @Code where id = @Id", new { rows[^1].Code, sending.Id });
        return rows.Count;
    });

    // Everybody at once, or first those who have it from the centre.
    static async Task OpenAsync(Transaction transaction, Tools tools, Sending sending)
    {
        var deadline = sending.DeadlineKey is null ? null : await transaction.FirstAsync<CircularDateRow>(
            """
            select d.* from circular_dates d join circulars c on c.id = d.circular_id
            where d.circular_id = @CircularId and d.key = @DeadlineKey and d.stated_by = c.issuer_code
            """, new { sending.CircularId, sending.DeadlineKey });
        var calendar = tools.Calendar.Current;
        Arrival.Of(transaction, sending, calendar, null, sending.ArrivesAt, deadline?.At, deadline?.At, deadline?.StatedBy);
        // Who was added later has it from an office that has passed it on already.
        foreach (var office in await transaction.QueryAsync<Delivery>(
            """
            select organisation_code, enforced_at, shown_at, shown_by, own_deadline_at from deliveries
            where sending_id = @Id and reissued_at is not null order by path
            """, new { sending.Id }))
            Arrival.Of(transaction, sending, calendar, office.OrganisationCode, sending.ArrivesAt, office.EnforcedAt,
                office.OwnDeadlineAt < office.ShownAt ? office.OwnDeadlineAt : office.ShownAt,
                office.OwnDeadlineAt < office.ShownAt ? office.OrganisationCode : office.ShownBy);
        if (sending.Mode == Sending.Direct)
            foreach (var office in await transaction.QueryAsync<string>(
                "select distinct from_code from deliveries where sending_id = @Id and from_code is not null order by from_code",
                new { sending.Id }))
                Arrival.Of(transaction, sending, calendar, office, sending.ArrivesAt, deadline?.At, deadline?.At,
                    deadline?.StatedBy);
        transaction.Write(
            """
            update sendings set phase = 'open',
                total = (select count(*) from deliveries where sending_id = @Id and is_covered = 1)
            where id = @Id
            """, new { sending.Id });
    }

    // The provinces and districts above these, each read once.
    static async Task<Dictionary<string, Organisation>> OfficesAsync(Transaction transaction, IReadOnlyList<Organisation> rows)
    {
        var offices = new Dictionary<string, Organisation>();
        foreach (var code in rows.SelectMany(row => CodesOf(row.Path)[..^1]).Distinct())
            if (await transaction.FirstAsync<Organisation>(
                "select code, type, path from organisations where code = @code and type in ('province', 'district')",
                new { code }) is { } office)
                offices[code] = office;
        return offices;
    }

    static void Add(
        Transaction transaction, Sending sending, Organisation row, Dictionary<string, Organisation> offices, DateTimeOffset now)
    {
        var above = CodesOf(row.Path)[..^1].Where(offices.ContainsKey).Select(code => offices[code]).ToList();
        for (var level = 0; level < above.Count; level++)
            Write(transaction, sending, above[level], level == 0 ? null : above[level - 1].Code, covered: false, now);
        Write(transaction, sending, row, above.LastOrDefault()?.Code, covered: true, now);
    }

    static void Write(Transaction transaction, Sending sending, Organisation row, string? from, bool covered,
        DateTimeOffset now) =>
        transaction.Write(
            $"""
            insert into deliveries
                (id, sending_id, circular_id, organisation_code, path, from_code, is_hop, is_covered, is_late)
            values (@id, @sendingId, @CircularId, @Code, @Path, @from, @hop, @covered, 0)
            on conflict (sending_id, organisation_code) do {(covered ? Cover : "nothing")}
            """,
            new
            {
                id = Ids.New(now),
                sendingId = sending.Id,
                sending.CircularId,
                row.Code,
                row.Path,
                from,
                hop = row.Type is OrganisationType.Province or OrganisationType.District ? 1 : 0,
                covered = covered ? 1 : 0,
            });

    static string[] CodesOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
