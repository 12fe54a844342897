using System.Text.Json;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support.SmtpServers;

namespace WorkflowHost.Tests.Torture;

/// <summary>What must be true when the dust has settled: every case went its way once, and every mail arrived.</summary>
static class TortureBooks
{
    static readonly TimeSpan ToSettle = TimeSpan.FromMinutes(3);

    const string Waiting =
        """
        select 'the mail ' || key || ', due ' || due_at || ', tried ' || attempts || ' times, ' || coalesce(last_error, '')
        from outbox where due_at is not null
        union all select 'the step ' || node_id || ' of ' || instance_id || ', due ' || due_at from bookmarks
        where due_at <= current_timestamp
        """;

    /// <param name="requests">What the walkers filed and brought to its end.</param>
    public static async Task CloseAsync(Database database, AiosmtpdServer server, IReadOnlyList<string> requests, Ledger ledger)
    {
        await SettleAsync(database, ledger);
        await CasesAsync(database, requests, ledger);
        await MailsAsync(database, server, ledger);
    }

    // Leases of hosts that died run out after minutes; here they are called in at once, as a later try would.
    static async Task SettleAsync(Database database, Ledger ledger)
    {
        try
        {
            await Patient.UntilAsync("quiet", async () =>
            {
                await database.WriteAsync(transaction => transaction.ExecuteAsync(
                    "update outbox set due_at = @now where due_at > @now and attempts > 0 and done_at is null",
                    new { now = TimeProvider.System.GetUtcNow() }));
                return await database.FirstAsync<string>(
                    """
                    select 'quiet' where not exists (select 1 from outbox where due_at is not null)
                    and not exists (select 1 from bookmarks where due_at <= @now)
                    """, new { now = TimeProvider.System.GetUtcNow() });
            }, ToSettle);
        }
        catch (TimeoutException)
        {
            foreach (var waiting in await database.QueryAsync<string>(Waiting))
                ledger.Problem($"Minutes after the last trouble there still waits {waiting}.");
        }
    }

    static async Task CasesAsync(Database database, IReadOnlyList<string> requests, Ledger ledger)
    {
        foreach (var (what, offenders) in ((string, string)[])[
            ("was not granted", "select id from requests where stage <> 'granted'"),
            ("has not exactly one right",
                "select q.id from requests q where (select count(*) from rights r where r.request_id = q.id) <> 1"),
            ("has not exactly one check and one decision",
                """
                select q.id from requests q where (select count(*) from decisions d where d.request_id = q.id and d.stage =
                    'review') <> 1
                or (select count(*) from decisions d where d.request_id = q.id and d.stage = 'decide') <> 1
                """),
            ("has an instance that did not finish",
                "select q.id from requests q join instances i on i.id = q.instance_id where i.status <> 'Finished'"),
            ("has not exactly one letter",
                "select q.id from requests q where (select count(*) from request_letters l where l.request_id = q.id) <> 1"),
        ])
            foreach (var request in await database.QueryAsync<string>(offenders))
                ledger.Problem($"Request {request} {what}.");
        foreach (var incident in await database.QueryAsync<string>("select message from incidents"))
            ledger.Problem($"Incident: {incident}");
        if (await database.FirstAsync<long>("select count(*) from requests") is var stored && stored != requests.Count)
            ledger.Problem($"{requests.Count} requests were filed, and {stored} are stored.");
    }

    static async Task MailsAsync(Database database, AiosmtpdServer server, Ledger ledger)
    {
        var sent = (await database.QueryAsync<string>("select payload from outbox where done_at is not null"))
            .Select(payload =>
                JsonSerializer.Deserialize<OutgoingMail>(payload, JsonSerializerOptions.Web)!.MessageId.Trim('<', '>'))
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var given in await database.QueryAsync<string>(
                "select id || ' ' || coalesce(last_error, '') from outbox where failed_at is not null"))
            ledger.Problem($"A mail was given up: {given}");
        var arrived = server.Mails().Select(mail => mail.MessageId.Trim('<', '>')).ToList();
        ledger.Count("mails arrived", arrived.Count);
        ledger.Count("mails arrived again under the same Message-ID", arrived.Count - arrived.Distinct().Count());
        foreach (var lost in sent.Except(arrived))
            ledger.Problem($"The mail {lost} counts as sent and never arrived.");
        foreach (var unknown in arrived.Distinct().Except(sent))
            ledger.Problem($"A mail {unknown} arrived that nobody sent.");
    }
}
