using System.Net;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Operations;

/// <summary>
/// GET /metrics in Prometheus' text format, for this machine, or for others with the token. What each number means and which
/// alarm watches it: docs/operations.md.
/// </summary>
public static class MetricsEndpoint
{
    public static void Map(WebApplication app) => app.MapGet("/metrics", ReadAsync).AllowAnonymous().ExcludeFromDescription();

    static async Task<IResult> ReadAsync(
        HttpContext context, HostSettings settings, Measured measured, StoreNumbers store, Database database,
        MailInFolder incoming)
    {
        if (!IsThisMachine(context) && !HasToken(context.Request, settings.Operations.MetricsToken))
            return Results.NotFound();
        var text = new PrometheusText();
        var row = await store.ReadAsync();
        measured.Write(text);
        WriteQueues(text, row);
        WriteTrouble(text, row);
        WriteIncoming(text, incoming, row);
        WriteStore(text, row, database);
        ProcessNumbers.Write(text, database.Dialect, settings);
        return Results.Text(text.ToString(), PrometheusText.MediaType);
    }

    // A proxy on this machine that we were not told of says so by its header.
    static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For");

    static bool HasToken(HttpRequest request, string token) => token.Length > 0 && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes("Bearer " + token));

    static void WriteQueues(PrometheusText text, StoreNumbers.Row row)
    {
        text.Gauge("workflowhost_bookmarks_due", "Steps and timers that are due.", row.BookmarksDue);
        text.Gauge("workflowhost_bookmarks_late", "Those due for more than 30 seconds.", row.BookmarksLate);
        text.Gauge("workflowhost_bookmarks_oldest_seconds", "How long the oldest is due.", row.Age(row.OldestBookmark));
        text.Family("workflowhost_outbox_items", "gauge", "What must leave: due now, later (a pause, a lease), given up.");
        text.Sample("workflowhost_outbox_items", row.OutboxDue, "state=\"due\"");
        text.Sample("workflowhost_outbox_items", row.OutboxLater, "state=\"later\"");
        text.Sample("workflowhost_outbox_items", row.OutboxFailed, "state=\"failed\"");
        text.Gauge("workflowhost_outbox_oldest_seconds", "How long the oldest should have left.", row.Age(row.OldestOutbox));
        text.Gauge("workflowhost_held_decisions", "Decisions that can still be taken back.", row.HeldDecisions);
        text.Gauge("workflowhost_held_decisions_late", "Those whose time was over 30 seconds ago.", row.HeldLate);
    }

    static void WriteTrouble(PrometheusText text, StoreNumbers.Row row)
    {
        text.Family("workflowhost_tasks_late", "gauge", "Open tasks past their deadline, by circular; 10,000 at most.");
        foreach (var (circular, number) in row.LateByCircular)
            text.Sample("workflowhost_tasks_late", number, PrometheusText.Labels(("circular", circular)));
        text.Gauge("workflowhost_tasks_oldest_late_seconds", "How late the latest of them is.", row.Age(row.OldestLateTask));
        text.Gauge("workflowhost_incidents_open", "Faults that nobody has dealt with.", row.Incidents);
        text.Gauge("workflowhost_incidents_oldest_seconds", "Age of the oldest.", row.Age(row.OldestIncident));
        text.Gauge("workflowhost_mails_undelivered", "Mails that reached nobody yet.", row.Undelivered);
    }

    static void WriteIncoming(PrometheusText text, MailInFolder folder, StoreNumbers.Row row)
    {
        var (number, oldest) = folder.Waiting();
        text.Gauge("workflowhost_incoming_mails_waiting", "Files in Mail:InFolder that are not taken in.", number);
        text.Gauge("workflowhost_incoming_mails_oldest_seconds", "Age of the oldest.", row.Age(oldest));
    }

    static void WriteStore(PrometheusText text, StoreNumbers.Row row, Database database)
    {
        text.Gauge("workflowhost_store_works_waiting", "Works of this host that wait for a lane.", database.WorksWaiting);
        text.Gauge("workflowhost_store_lock_waits", "Sessions that wait for another's lock.", row.LockWaits ?? 0);
        text.Gauge("workflowhost_migrations_applied", "Migrations in the store.", row.Migrations);
        text.Family("workflowhost_migration_info", "gauge", "The last migration by name.");
        text.Sample("workflowhost_migration_info", 1, PrometheusText.Labels(("last", row.LastMigration)));
    }
}
