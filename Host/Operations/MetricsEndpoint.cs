using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Operations;

/// <summary>GET /metrics in Prometheus' text format, for this machine, or for others with the token.</summary>
public static class MetricsEndpoint
{
    public static void Map(WebApplication app) => app.MapGet("/metrics", ReadAsync).AllowAnonymous().ExcludeFromDescription();

    static async Task<IResult> ReadAsync(
        HttpContext context, HostSettings settings, RequestCounts requests, StoreNumbers store, TimeProvider clock)
    {
        if (!IsThisMachine(context) && !HasToken(context.Request, settings.Operations.MetricsToken))
            return Results.NotFound();
        var text = new StringBuilder();
        AddRequests(text, requests);
        AddStore(text, await store.ReadAsync(), clock.GetUtcNow());
        return Results.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    // A proxy on this machine that we were not told of says so by its header.
    static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For");

    static bool HasToken(HttpRequest request, string token) => token.Length > 0 && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes("Bearer " + token));

    static void AddRequests(StringBuilder text, RequestCounts requests)
    {
        text.Append("# HELP http_request_duration_seconds Requests by page and status.\n");
        text.Append("# TYPE http_request_duration_seconds summary\n");
        foreach (var (method, route, status, count, seconds) in requests.All())
        {
            var labels = $"method=\"{method}\",route=\"{Escape(route)}\",status=\"{status}\"";
            Line(text, $"http_request_duration_seconds_count{{{labels}}}", count);
            Line(text, $"http_request_duration_seconds_sum{{{labels}}}", seconds);
        }
    }

    static void AddStore(StringBuilder text, StoreNumbers.Row row, DateTimeOffset now)
    {
        Gauge(text, "workflowhost_bookmarks_due", "Steps and timers that are due.", row.BookmarksDue);
        Gauge(text, "workflowhost_bookmarks_late", "Those due for more than 30 seconds.", row.BookmarksLate);
        Gauge(text, "workflowhost_outbox_waiting", "Things that wait to leave, later tries included.", row.OutboxWaiting);
        Gauge(text, "workflowhost_outbox_failed", "Things given up.", row.OutboxFailed);
        Gauge(text, "workflowhost_outbox_oldest_seconds", "Age of the oldest that should have left by now.",
            row.OldestWaiting is { } oldest ? (now - oldest).TotalSeconds : 0);
        Gauge(text, "workflowhost_incidents_open", "Faults that nobody has dealt with.", row.IncidentsOpen);
    }

    static void Gauge(StringBuilder text, string name, string help, double value)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        Line(text, name, value);
    }

    static void Line(StringBuilder text, string name, double value) =>
        text.Append(name).Append(' ').Append(value.ToString("0.######", CultureInfo.InvariantCulture)).Append('\n');

    static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"");
}
