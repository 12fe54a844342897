using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WorkflowHost.Web.Operations;

/// <summary>Requests by page and status, and how long they took; from the framework's own meter.</summary>
public sealed class RequestCounts : IDisposable
{
    readonly ConcurrentDictionary<(string Method, string Route, string Status), Total> totals = new();
    readonly MeterListener listener = new();
    readonly IMeterFactory meters;

    public RequestCounts(IMeterFactory meters)
    {
        this.meters = meters;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            // Of this host alone: the tests run several in one process.
            if (instrument.Name == "http.server.request.duration" && ReferenceEquals(instrument.Meter.Scope, this.meters))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Add(seconds, tags));
    }

    public void Listen() => listener.Start();

    public IEnumerable<(string Method, string Route, string Status, long Count, double Seconds)> All() =>
        totals.OrderBy(pair => pair.Key).Select(pair => pair.Value.Read(pair.Key));

    public void Dispose() => listener.Dispose();

    void Add(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (method, route, status) = ("", "none", "");
        foreach (var tag in tags)
            switch (tag.Key)
            {
                case "http.request.method": method = tag.Value?.ToString() ?? ""; break;
                case "http.route": route = tag.Value?.ToString() ?? "none"; break;
                case "http.response.status_code": status = tag.Value?.ToString() ?? ""; break;
            }
        totals.GetOrAdd((method, route, status), _ => new Total()).Add(seconds);
    }

    sealed class Total
    {
        long count;
        double sum;

        public void Add(double seconds)
        {
            lock (this)
                (count, sum) = (count + 1, sum + seconds);
        }

        public (string, string, string, long, double) Read((string Method, string Route, string Status) key)
        {
            lock (this)
                return (key.Method, key.Route, key.Status, count, sum);
        }
    }
}
